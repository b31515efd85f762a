package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;

/**
 * A 3D convolution of kernel 3 × 1 × 1 over frames. Since it looks at one place of the picture at a time, it is computed
 * as a 2D convolution of kernel 3 × 1 over {@code [1, channels, frames, places]}, which needs no copy in channels-last
 * memory.
 */
public final class TemporalConv {
  private static final long[] ONE = {1, 1};
  private static final long[] PADDING = {1, 0};

  private final Kernel kernel;

  public TemporalConv(Parameters p, long in, long out) {
    this.kernel = new Kernel(p, w -> w.squeeze(4), true, ONE, PADDING, ONE, out, in, 3, 1, 1);
  }

  /** @param film {@code [1, channels, frames, places]} */
  public Tensor apply(Tensor film) {
    return kernel.apply(film);
  }
}
