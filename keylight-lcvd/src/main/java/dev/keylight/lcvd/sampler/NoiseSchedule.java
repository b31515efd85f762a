package dev.keylight.lcvd.sampler;

import dev.keylight.BadInputException;

/**
 * The noise levels a render visits, from the largest to zero.
 *
 * @param sigmas one per step, then 0
 */
public record NoiseSchedule(float[] sigmas) {
  private static final double RHO = 7; // Karras et al. 2022, table 1
  private static final int TRAINING_STEPS = 1000;

  /**
   * The published levels (diffusers' EulerDiscreteScheduler with Karras sigmas; Karras et al. 2022, equation 5):
   * {@code σᵢ = (σmax^(1/ρ) + i/(n−1) · (σmin^(1/ρ) − σmax^(1/ρ)))^ρ}.
   */
  public static NoiseSchedule karras(int steps, double sigmaMin, double sigmaMax) {
    requireSteps(steps);
    float[] sigmas = new float[steps + 1];
    double low = Math.pow(sigmaMin, 1 / RHO);
    double high = Math.pow(sigmaMax, 1 / RHO);
    for (int i = 0; i < steps; i++) {
      double along = steps == 1 ? 0 : (double) i / (steps - 1);
      sigmas[i] = (float) Math.pow(high + along * (low - high), RHO);
    }
    return new NoiseSchedule(sigmas);
  }

  /**
   * The levels of DDIM (Song et al. 2020), which the paper names: times spread evenly over training, ending at its last.
   * In this parametrisation a deterministic DDIM step and an Euler step are the same (spec §5), so only the levels differ.
   */
  public static NoiseSchedule ddim(int steps, double betaStart, double betaEnd) {
    requireSteps(steps);
    double[] trained = new double[TRAINING_STEPS];
    double kept = 1;
    for (int i = 0; i < TRAINING_STEPS; i++) {
      double root = Math.sqrt(betaStart)
          + i / (TRAINING_STEPS - 1.0) * (Math.sqrt(betaEnd) - Math.sqrt(betaStart)); // "scaled linear"
      kept *= 1 - root * root;
      trained[i] = Math.sqrt((1 - kept) / kept);
    }
    float[] sigmas = new float[steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[i] = (float) trained[(int) Math.round(TRAINING_STEPS - i * (double) TRAINING_STEPS / steps) - 1];
    }
    return new NoiseSchedule(sigmas);
  }

  /** Every level twice, but the first and the final 0 once: for a solver that looks twice (diffusers' HeunDiscreteScheduler). */
  NoiseSchedule twice() {
    float[] doubled = new float[2 * steps()];
    for (int i = 0; i < doubled.length; i++) {
      doubled[i] = sigmas[(i + 1) / 2];
    }
    return new NoiseSchedule(doubled);
  }

  private static void requireSteps(int steps) {
    if (steps < 1 || steps > TRAINING_STEPS) {
      throw new BadInputException("the number of steps must be 1 to " + TRAINING_STEPS + ", not " + steps);
    }
  }

  /** How many steps there are. */
  public int steps() {
    return sigmas.length - 1;
  }

  /** What the network is told at a step: {@code 0.25 · ln σ}. */
  public double time(int step) {
    return (float) (0.25 * Math.log(sigmas[step]));
  }

  /** The standard deviation of the first latents, {@code √(σmax² + 1)}. */
  public float initialNoise() {
    return (float) Math.sqrt((double) sigmas[0] * sigmas[0] + 1);
  }

  /** Latents are divided by this before the network sees them: {@code √(σ² + 1)}. */
  public float inputScale(int step) {
    return (float) Math.sqrt((double) sigmas[step] * sigmas[step] + 1);
  }
}
