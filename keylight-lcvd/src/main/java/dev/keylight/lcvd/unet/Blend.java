package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Diffusers' AlphaBlender, "learned_with_images", for clips: {@code α·spatial + (1 − α)·temporal}, α = sigmoid(mix). */
final class Blend {
  private final Tensor mix;

  Blend(Parameters p) {
    mix = p.take("mix_factor", 1);
  }

  Tensor apply(Tensor spatial, Tensor temporal) {
    return torch.lerp(temporal, spatial, mix.sigmoid().to(temporal.scalar_type()));
  }

  /** The blend of {@code spatial} with {@code spatial + change}. */
  Tensor addTemporal(Tensor spatial, Tensor change) {
    return torch.addcmul(spatial, change, mix.neg().sigmoid(), new Scalar(1)); // 1 − sigmoid(m) = sigmoid(−m)
  }
}
