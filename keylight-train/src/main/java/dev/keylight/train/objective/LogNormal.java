package dev.keylight.train.objective;

import java.util.random.RandomGenerator;

/**
 * Noise levels are drawn from this: {@code exp(mean + deviation · N(0, 1))} (Karras et al. 2022, table 1).
 *
 * @param mean of the logarithm
 * @param deviation of the logarithm
 */
public record LogNormal(double mean, double deviation) {
  /** Of the latents, as published (spec §8.5). */
  public static final LogNormal LATENTS = new LogNormal(0.7, 1.6);

  /** Of the conditioning picture, as published. */
  public static final LogNormal CONDITION = new LogNormal(-3.0, 0.5);

  public double draw(RandomGenerator random) {
    return Math.exp(mean + deviation * random.nextGaussian());
  }
}
