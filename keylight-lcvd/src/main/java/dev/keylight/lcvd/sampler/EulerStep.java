package dev.keylight.lcvd.sampler;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * One step along the probability-flow equation with a network that predicts v (Salimans and Ho 2022, appendix D; diffusers'
 * EulerDiscreteScheduler): {@code x̂₀ = x / (σ² + 1) − v · σ / √(σ² + 1)}, {@code x′ = x + (x − x̂₀) / σ · (σ′ − σ)}.
 */
public final class EulerStep {
  private EulerStep() {}

  /**
   * @param latents at noise level {@code sigma}, float32
   * @param v what the network predicts
   * @param sigma,next this noise level and the next
   */
  public static Tensor apply(Tensor latents, Tensor v, float sigma, float next) {
    return Scope.keep(() -> {
      double variance = (double) sigma * sigma + 1;
      Tensor clean = v.mul(new Scalar(-sigma / Math.sqrt(variance))).add(latents.div(new Scalar(variance)));
      Tensor direction = latents.sub(clean).div(new Scalar((double) sigma));
      return latents.add(direction.mul(new Scalar((double) next - sigma)));
    });
  }
}
