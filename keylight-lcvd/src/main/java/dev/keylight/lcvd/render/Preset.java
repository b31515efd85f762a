package dev.keylight.lcvd.render;

import java.util.Locale;

/**
 * Bundles of savings under one word. Each part can be changed alone; what it costs and saves is in
 * docs/published-model.md.
 */
public enum Preset {
  /** The published computation, step by step. */
  EXACT("euler", 25, 6, Savings.NONE),
  /** Close to the exact result: the published levels, with one look at the first and the last ones, which turn little. */
  FAST("euler", 25, 6, Savings.NONE.withTurn(0.16f)),
  /** To see what will come: fewer looks, windows that share less. */
  DRAFT("euler", 25, 3, Savings.NONE.withTurn(0.35f));

  private final String sampler;
  private final int steps;
  private final int overlap;
  private final Savings savings;

  Preset(String sampler, int steps, int overlap, Savings savings) {
    this.sampler = sampler;
    this.steps = steps;
    this.overlap = overlap;
    this.savings = savings;
  }

  /** The same options with this preset's sampler, steps, overlap and savings. */
  public GenerationOptions of(GenerationOptions options) {
    return options.withSampler(sampler, steps).withOverlap(overlap).withSavings(savings);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
