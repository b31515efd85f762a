package dev.keylight.lcvd.sampler;

import dev.keylight.BadInputException;
import java.util.Arrays;

/**
 * The noise levels a render visits, from the largest to zero.
 *
 * @param sigmas what the latents are at when each step starts, then 0
 * @param told what the network is told at each step: the same, unless steps were merged
 */
public record NoiseSchedule(float[] sigmas, float[] told) {
  private static final double RHO = 7; // Karras et al. 2022, table 1
  private static final int TRAINING_STEPS = 1000;

  /** Every step tells the network the level its latents are at. */
  public NoiseSchedule(float[] sigmas) {
    this(sigmas, Arrays.copyOf(sigmas, sigmas.length - 1));
  }

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

  /**
   * How far a step carries the latents. Divided by {@code √(σ² + 1)}, as the network sees them, they turn from pure noise into
   * the picture by the angle {@code atan σ} in all; a step turns them by its share of that angle towards what v says, so that
   * an error in v counts by this share.
   */
  public double turn(int step) {
    return Math.atan(sigmas[step]) - Math.atan(sigmas[step + 1]);
  }

  /**
   * The first of the steps of each group, then the number of steps: consecutive steps are in one group while together they turn
   * the latents by no more than {@code most}.
   */
  int[] groups(double most) {
    int[] firsts = new int[steps() + 1];
    int groups = 0;
    double turned = 0;
    for (int step = 0; step < steps(); step++) {
      turned += turn(step);
      if (step == 0 || turned > most) {
        firsts[groups++] = step;
        turned = turn(step);
      }
    }
    firsts[groups] = steps();
    return Arrays.copyOf(firsts, groups + 1);
  }

  /** One step for each group, which tells the network the level of the group's step that turns the latents most. */
  NoiseSchedule merged(int[] groups) {
    float[] starts = new float[groups.length];
    float[] told = new float[groups.length - 1];
    for (int group = 0; group < told.length; group++) {
      int most = groups[group];
      for (int step = most + 1; step < groups[group + 1]; step++) {
        most = turn(step) > turn(most) ? step : most;
      }
      starts[group] = sigmas[groups[group]];
      told[group] = sigmas[most];
    }
    return new NoiseSchedule(starts, told);
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

  /** What the network is told at a step: {@code 0.25 · ln σ}, with the σ of {@link #told}. */
  public double time(int step) {
    return (float) (0.25 * Math.log(told[step]));
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
