package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** A 2D convolution with a square kernel. */
public final class Conv2d {
  private final Kernel kernel;

  /** A convolution that keeps the size: stride 1, padded by half the (odd) kernel. */
  public Conv2d(Parameters p, long in, long out, int kernel) {
    this(p, in, out, kernel, 1, kernel / 2, 1, true);
  }

  public Conv2d(Parameters p, long in, long out, int kernel, int stride, int padding) {
    this(p, in, out, kernel, stride, padding, 1, true);
  }

  public Conv2d(
      Parameters p, long in, long out, int kernel, int stride, int padding, int dilation, boolean biased) {
    this.kernel = new Kernel(p, w -> w, biased, new long[] {stride, stride}, new long[] {padding, padding},
        new long[] {dilation, dilation}, out, in, kernel, kernel);
  }

  public Tensor apply(Tensor x) {
    return kernel.apply(x);
  }

  /** The same numbers with the channels of one pixel side by side. */
  public static Tensor channelsLast(Tensor x) {
    return x.contiguous(MemoryFormat.ChannelsLast);
  }
}
