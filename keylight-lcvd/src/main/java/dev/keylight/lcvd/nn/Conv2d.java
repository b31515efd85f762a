package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** A 2D convolution with a square kernel. */
public final class Conv2d {
  private final Tensor weight;
  private final TensorOptional bias;
  private final long[] stride;
  private final long[] padding;
  private final long[] dilation;

  /** A convolution that keeps the size: stride 1, padded by half the (odd) kernel. */
  public Conv2d(Parameters p, long in, long out, int kernel) {
    this(p, in, out, kernel, 1, kernel / 2, 1, true);
  }

  public Conv2d(Parameters p, long in, long out, int kernel, int stride, int padding) {
    this(p, in, out, kernel, stride, padding, 1, true);
  }

  public Conv2d(
      Parameters p, long in, long out, int kernel, int stride, int padding, int dilation, boolean biased) {
    this.weight = p.take("weight", Conv2d::channelsLast, out, in, kernel, kernel);
    this.bias = biased ? Optionals.of(p.take("bias", out)) : Optionals.NONE;
    this.stride = new long[] {stride, stride};
    this.padding = new long[] {padding, padding};
    this.dilation = new long[] {dilation, dilation};
  }

  public Tensor apply(Tensor x) {
    return torch.conv2d(x, weight, bias, stride, padding, dilation, 1);
  }

  /** The same numbers with the channels of one pixel side by side. */
  public static Tensor channelsLast(Tensor x) {
    return x.contiguous(MemoryFormat.ChannelsLast);
  }
}
