package dev.keylight.lcvd.matte;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How U²-Net goes from level to level. */
final class Resampling {
  private Resampling() {}

  /** Each pixel the largest of four; odd sizes are rounded up. */
  static Tensor halved(Tensor x) {
    return torch.max_pool2d(x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, true);
  }

  /** Bilinearly at another tensor's size. */
  static Tensor like(Tensor x, Tensor other) {
    return torch.upsample_bilinear2d(
        x, new long[] {other.size(2), other.size(3)}, false, new DoubleOptional(), new DoubleOptional());
  }
}
