package dev.keylight.lcvd.render;

import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.NoiseSchedule;

/**
 * What each step computes and what it takes from an earlier one, decided before the first: the sets of conditions it looks
 * at, and whether the network's deep levels take part.
 */
final class StepPlan {
  /** A pass without the deep levels, as a share of a whole one; for estimates. */
  private static final double SHALLOW_SHARE = 0.2;

  /** What a step does about guidance. */
  enum Look {
    FULL,
    REDUCED,
    BOTH,
    FULL_AND_KNOWN_DIFFERENCE
  }

  private final Look[] looks;
  private final boolean[] shallow;

  StepPlan(NoiseSchedule schedule, Guidance guidance, Savings savings) {
    looks = new Look[schedule.steps()];
    shallow = new boolean[looks.length];
    int sinceBoth = savings.reducedEvery();
    int sinceDeep = savings.deepEvery();
    for (int step = 0; step < looks.length; step++) {
      float sigma = schedule.told()[step];
      boolean decisive = savings.decisive().holds(sigma);
      if (guidance.onlyReduced()) {
        looks[step] = Look.REDUCED;
      } else if (guidance.onlyFull() || !savings.guidance().holds(sigma)) {
        looks[step] = Look.FULL;
      } else if (decisive || sinceBoth >= savings.reducedEvery()) {
        looks[step] = Look.BOTH;
        sinceBoth = 1;
      } else {
        looks[step] = Look.FULL_AND_KNOWN_DIFFERENCE;
        sinceBoth++;
      }
      // The deep features of a set of conditions are there only if the last step that computed them looked at that set.
      boolean known = step > 0 && (!reduced(step) || reduced(lastDeep(step)));
      shallow[step] = known && !decisive && sinceDeep < savings.deepEvery();
      sinceDeep = shallow[step] ? sinceDeep + 1 : 1;
    }
  }

  private int lastDeep(int step) {
    int last = step - 1;
    while (shallow[last]) {
      last--;
    }
    return last;
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

  /** Whether a step uses deep features of an earlier one. */
  boolean shallow(int step) {
    return shallow[step];
  }

  /** Whether a step's deep features are used again. */
  boolean keepsDeep(int step) {
    return !shallow[step] && step + 1 < shallow.length && shallow[step + 1];
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

  /** Passes of the network over a window that all steps have together; shallow ones count as their share. */
  double passes() {
    double passes = 0;
    for (int step = 0; step < looks.length; step++) {
      passes += ((full(step) ? 1 : 0) + (reduced(step) ? 1 : 0)) * (shallow[step] ? SHALLOW_SHARE : 1);
    }
    return passes;
  }
}
