package dev.keylight.lcvd.sampler;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * DPM-Solver++(2M) (Lu et al. 2022, algorithm 2), in the form for latents whose noise has the standard deviation σ: with
 * {@code λ = −ln σ} and {@code h = λ′ − λ}, {@code x′ = σ′/σ · x − (e⁻ʰ − 1) · D}, where {@code D = x̂₀ + (x̂₀ − x̂₀ of the
 * step before) · h / (2 · hBefore)}. The first and the last step use x̂₀ itself.
 */
final class DpmSolver2M implements Solver {
  private final float[] sigmas;

  DpmSolver2M(NoiseSchedule schedule) {
    this.sigmas = schedule.sigmas();
  }

  @Override
  public Stepped step(int step, Tensor latents, Tensor v, Tensor memory) {
    Tensor clean = Scope.keep(() -> Solver.clean(latents, v, sigmas[step]));
    double next = sigmas[step + 1];
    if (next == 0) {
      return new Stepped(clean, clean);
    }
    double h = Math.log(sigmas[step] / next);
    return new Stepped(Scope.keep(() -> {
      Tensor d = clean;
      if (memory != null) {
        double before = Math.log((double) sigmas[step - 1] / sigmas[step]);
        d = clean.add(clean.sub(memory).mul(new Scalar(h / (2 * before))));
      }
      return latents.mul(new Scalar(next / sigmas[step])).sub(d.mul(new Scalar(Math.expm1(-h))));
    }), clean);
  }

  @Override
  public boolean remembers() {
    return true;
  }
}
