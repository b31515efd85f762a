package dev.keylight.lcvd.render;

import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.NoiseSchedule;

/**
 * Which sets of conditions each step looks at, decided before the first: both, one alone, or the full set with the
 * difference that the reduced one made in an earlier step.
 */
final class GuidancePlan {
  /** What a step does about guidance. */
  enum Look {
    FULL,
    REDUCED,
    BOTH,
    FULL_AND_KNOWN_DIFFERENCE
  }

  private final Look[] looks;

  GuidancePlan(NoiseSchedule schedule, Guidance guidance, Savings savings) {
    looks = new Look[schedule.steps()];
    int guided = 0;
    for (int step = 0; step < looks.length; step++) {
      if (guidance.onlyReduced()) {
        looks[step] = Look.REDUCED;
      } else if (guidance.onlyFull() || !savings.guided(schedule.sigmas()[step])) {
        looks[step] = Look.FULL;
      } else {
        looks[step] = guided++ % savings.reducedEvery() == 0 ? Look.BOTH : Look.FULL_AND_KNOWN_DIFFERENCE;
      }
    }
  }

  Look at(int step) {
    return looks[step];
  }

  boolean full(int step) {
    return looks[step] != Look.REDUCED;
  }

  boolean reduced(int step) {
    return looks[step] == Look.REDUCED || looks[step] == Look.BOTH;
  }

  /** The last step up to this one that looked at both sets. */
  int differenceOf(int step) {
    int last = step;
    while (looks[last] != Look.BOTH) {
      last--;
    }
    return last;
  }

  /** Whether the difference of a step that looks at both sets is used again. */
  boolean keepsDifference(int step) {
    for (int next = step + 1; next < looks.length && looks[next] != Look.BOTH; next++) {
      if (looks[next] == Look.FULL_AND_KNOWN_DIFFERENCE) {
        return true;
      }
    }
    return false;
  }

  /** Passes of the network over a window that all steps have together. */
  int passes() {
    int passes = 0;
    for (int step = 0; step < looks.length; step++) {
      passes += (full(step) ? 1 : 0) + (reduced(step) ? 1 : 0);
    }
    return passes;
  }
}
