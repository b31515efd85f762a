package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;

/**
 * What a render may leave out or take from an earlier step: each part saves time and costs some likeness to the exact
 * result; docs/published-model.md says how much.
 *
 * @param guidance noise levels at which guidance applies; elsewhere the full conditions alone decide (Kynkäänniemi et al.
 *     2024)
 * @param reducedEvery the reduced conditions are looked at in every such guided step; in between, the difference they made
 *     to v last time is used again (FasterCache, Lv et al. 2024)
 * @param deepEvery the levels below the finest are computed in every such step; in between, what they made of the window
 *     last time is used again (DeepCache, Ma et al. 2023)
 * @param decisive noise levels at which nothing is used again: above them there is hardly a picture to see yet, below them
 *     hardly one to change
 * @param turn consecutive levels that together turn the latents by no more than so many radians are looked at once
 *     ({@link dev.keylight.lcvd.sampler.NoiseSchedule#turn}); 0 for none
 */
public record Savings(Range guidance, int reducedEvery, int deepEvery, Range decisive, float turn) {
  /** Nothing is left out. */
  public static final Savings NONE = new Savings(new Range(0, Float.POSITIVE_INFINITY), 1, 1, new Range(0, 0), 0);

  /** Of the finest level's layers on the way up, this many are computed anew on deep features of another step. */
  static final int SHALLOW_LAYERS = 1;

  /** From pure noise to the picture, the latents turn by a quarter of a circle. */
  private static final float MOST_TURN = 1.6f;

  /** Noise levels from {@code low} to {@code high}. */
  public record Range(float low, float high) {
    public Range {
      if (!(low >= 0 && low <= high)) {
        throw new BadInputException("noise levels must be given as the lower and the higher, such as 0.05:90, not "
            + low + ":" + high);
      }
    }

    boolean holds(float sigma) {
      return sigma >= low && sigma <= high;
    }
  }

  public Savings {
    require("reuse of the reduced pass", reducedEvery);
    require("reuse of deep features", deepEvery);
    if (!(turn >= 0 && turn <= MOST_TURN)) {
      throw new BadInputException("the turn within which levels are merged must be 0 (none) to " + MOST_TURN + " radians, not " + turn);
    }
  }

  private static void require(String what, int value) {
    if (value < 1 || value > 1000) {
      throw new BadInputException("the " + what + " must be 1 (none) to 1000, not " + value);
    }
  }

  public Savings withGuidance(float low, float high) {
    return new Savings(new Range(low, high), reducedEvery, deepEvery, decisive, turn);
  }

  public Savings withReducedEvery(int steps) {
    return new Savings(guidance, steps, deepEvery, decisive, turn);
  }

  public Savings withDeepEvery(int steps) {
    return new Savings(guidance, reducedEvery, steps, decisive, turn);
  }

  public Savings withDecisive(float low, float high) {
    return new Savings(guidance, reducedEvery, deepEvery, new Range(low, high), turn);
  }

  public Savings withTurn(float radians) {
    return new Savings(guidance, reducedEvery, deepEvery, decisive, radians);
  }
}
