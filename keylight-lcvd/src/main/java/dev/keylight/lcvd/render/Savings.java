package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;

/**
 * What a render may leave out or take from an earlier step: each part saves time and costs some likeness to the exact
 * result; docs/published-model.md says how much. The looks of the network are counted from 0.
 *
 * @param guidanceLow below this noise level the full conditions alone decide (Kynkäänniemi et al. 2024)
 * @param guidanceHigh above this noise level, too
 * @param reducedEvery the reduced conditions are looked at in every such step of the guided ones; in between, the
 *     difference they made to v last time is used again (FasterCache, Lv et al. 2024)
 * @param deepEvery the levels below the finest are computed in every such step; in between, what they made of the clip
 *     last time is used again (DeepCache, Ma et al. 2023)
 * @param shallowLayers how many of the finest level's layers on the way up are computed anew in between
 */
public record Savings(
    float guidanceLow, float guidanceHigh, int reducedEvery, int deepEvery, int shallowLayers) {
  /** Nothing is left out. */
  public static final Savings NONE = new Savings(0, Float.POSITIVE_INFINITY, 1, 1, 1);

  public Savings {
    if (!(guidanceLow >= 0 && guidanceLow < guidanceHigh)) {
      throw new BadInputException("the guidance interval must be two noise levels, the lower first, such as 0.05:90, not "
          + guidanceLow + ":" + guidanceHigh);
    }
    require("reuse of the reduced pass", reducedEvery);
    require("reuse of deep features", deepEvery);
    require("number of shallow layers", shallowLayers);
  }

  private static void require(String what, int value) {
    if (value < 1 || value > 100) {
      throw new BadInputException("the " + what + " must be 1 (none) to 100, not " + value);
    }
  }

  /** Whether guidance applies at a noise level. */
  boolean guided(float sigma) {
    return sigma >= guidanceLow && sigma <= guidanceHigh;
  }

  /** Whether a step uses deep features of an earlier one. */
  boolean reusesDeep(int step) {
    return step % deepEvery != 0;
  }

  public Savings withGuidanceInterval(float low, float high) {
    return new Savings(low, high, reducedEvery, deepEvery, shallowLayers);
  }

  public Savings withReducedEvery(int steps) {
    return new Savings(guidanceLow, guidanceHigh, steps, deepEvery, shallowLayers);
  }

  public Savings withDeepEvery(int steps) {
    return new Savings(guidanceLow, guidanceHigh, reducedEvery, steps, shallowLayers);
  }
}
