package dev.keylight.lcvd.sampler;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Carries the latents of a frame from each noise level of a schedule to the next, given what the network says there.
 * Solvers hold no latents: what one must remember of a frame is given back to the caller, who keeps it until the next call.
 */
public interface Solver {
  /**
   * One step of one frame.
   *
   * @param step number of the level the latents are at
   * @param latents at that level, float32
   * @param v what the network predicts for them
   * @param memory what the step before left behind; null at step 0 and for solvers that remember nothing
   */
  Stepped step(int step, Tensor latents, Tensor v, Tensor memory);

  /** Whether every step leaves something behind, of the latents' shape. */
  boolean remembers();

  /**
   * The result of a step.
   *
   * @param latents at the next level
   * @param memory for the next step; null for solvers that remember nothing
   */
  record Stepped(Tensor latents, Tensor memory) {}

  /**
   * The clean latents a prediction of v stands for (Salimans and Ho 2022, appendix D; diffusers'
   * EulerDiscreteScheduler): {@code x̂₀ = x / (σ² + 1) − v · σ / √(σ² + 1)}.
   */
  static Tensor clean(Tensor latents, Tensor v, float sigma) {
    double variance = (double) sigma * sigma + 1;
    return v.mul(new Scalar(-sigma / Math.sqrt(variance)))
        .add(latents.div(new Scalar(variance)));
  }
}
