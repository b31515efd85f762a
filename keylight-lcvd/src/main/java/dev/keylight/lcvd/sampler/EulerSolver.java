package dev.keylight.lcvd.sampler;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The published solver: one straight step along the probability-flow equation,
 * {@code x′ = x + (x − x̂₀) / σ · (σ′ − σ)}. On DDIM's levels it is DDIM.
 */
final class EulerSolver implements Solver {
  private final float[] sigmas;

  EulerSolver(NoiseSchedule schedule) {
    this.sigmas = schedule.sigmas();
  }

  @Override
  public Stepped step(int step, Tensor latents, Tensor v, Tensor memory) {
    float sigma = sigmas[step];
    return new Stepped(Scope.keep(() -> {
      Tensor direction = latents.sub(Solver.clean(latents, v, sigma)).div(new Scalar((double) sigma));
      return latents.add(direction.mul(new Scalar((double) sigmas[step + 1] - sigma)));
    }), null);
  }

  @Override
  public boolean remembers() {
    return false;
  }
}
