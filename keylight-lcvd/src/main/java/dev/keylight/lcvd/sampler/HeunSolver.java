package dev.keylight.lcvd.sampler;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Heun's method (Karras et al. 2022, algorithm 1 without churn): an Euler step, then, at the level it reached, a second look
 * that replaces the direction by the mean of both. Its schedule names every level but the first and the last twice, so that
 * even steps go and odd ones correct; the last step, down to 0, is Euler's.
 */
final class HeunSolver implements Solver {
  private final float[] sigmas;

  /** @param schedule made by {@link NoiseSchedule#twice} */
  HeunSolver(NoiseSchedule schedule) {
    this.sigmas = schedule.sigmas();
  }

  @Override
  public Stepped step(int step, Tensor latents, Tensor v, Tensor memory) {
    float sigma = sigmas[step];
    Tensor direction =
        Scope.keep(() -> latents.sub(Solver.clean(latents, v, sigma)).div(new Scalar((double) sigma)));
    if (step % 2 == 0) {
      double change = (double) sigmas[step + 1] - sigma;
      return new Stepped(latents.add(direction.mul(new Scalar(change))), direction);
    }
    // The step before went its whole way along the first direction: half of it is taken back.
    double change = (double) sigma - sigmas[step - 1];
    return new Stepped(Scope.keep(() -> latents.add(direction.sub(memory).mul(new Scalar(change / 2)))), direction);
  }

  @Override
  public boolean remembers() {
    return true;
  }
}
