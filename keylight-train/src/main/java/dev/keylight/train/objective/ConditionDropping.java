package dev.keylight.train.objective;

import java.util.random.RandomGenerator;

/**
 * Which of the conditions a sample is trained with; one that is left out is a feature map of zeros. What a network has seen
 * left out here can be left out when rendering, which guidance needs.
 */
public enum ConditionDropping {
  /**
   * As the published code does it (spec §8.6): each kept with probability ½, then all kept with probability 0.1 and none
   * with 0.1. So all and none have 0.2 each, and each other combination of three 0.1.
   */
  CODE {
    @Override
    public Kept draw(RandomGenerator random) {
      boolean landmarks = random.nextDouble() > 0.5;
      boolean shading = random.nextDouble() > 0.5;
      boolean reference = random.nextDouble() > 0.5;
      double all = random.nextDouble();
      if (all > 0.9) {
        return new Kept(true, true, true);
      }
      return all < 0.1 ? new Kept(false, false, false) : new Kept(landmarks, shading, reference);
    }
  },

  /** As the paper says it (section 3.4): shading, reference, both or neither, all as likely; there are no landmarks. */
  PAPER {
    @Override
    public Kept draw(RandomGenerator random) {
      return new Kept(false, random.nextBoolean(), random.nextBoolean());
    }
  },

  /**
   * Mostly both, which suits short trainings: 62 % both, 12 % reference alone, 20 % shading alone, 6 % neither. Shading alone
   * has more than reference alone, because making up a face is harder than finding the one that is there.
   */
  MOSTLY_BOTH {
    @Override
    public Kept draw(RandomGenerator random) {
      double d = random.nextDouble();
      return new Kept(false, d > 0.12 && d < 0.94, d < 0.74);
    }
  };

  /** What stays. */
  public record Kept(boolean landmarks, boolean shading, boolean reference) {}

  public abstract Kept draw(RandomGenerator random);
}
