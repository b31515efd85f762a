package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A 3D convolution of kernel 3 × 1 × 1 over frames. Since it looks at one place of the picture at a time, it is computed
 * as a 2D convolution of kernel 3 × 1 over {@code [1, channels, frames, places]}, which needs no copy in channels-last
 * memory.
 */
public final class TemporalConv {
  private static final long[] ONE = {1, 1};
  private static final long[] PADDING = {1, 0};

  private final Tensor weight;
  private final TensorOptional bias;

  public TemporalConv(Parameters p, long in, long out) {
    this.weight = p.take("weight", w -> Conv2d.channelsLast(w.squeeze(4)), out, in, 3, 1, 1);
    this.bias = Optionals.of(p.take("bias", out));
  }

  /** @param film {@code [1, channels, frames, places]} */
  public Tensor apply(Tensor film) {
    return torch.conv2d(film, weight, bias, ONE, PADDING, ONE, 1);
  }
}
