package dev.keylight.train.optimize;

/**
 * @param beta1 how long the mean gradient is remembered
 * @param beta2 how long the mean square is remembered
 * @param epsilon keeps the division from zero
 * @param weightDecay share of each weight taken off per step, times the learning rate
 */
public record AdamOptions(double beta1, double beta2, double epsilon, double weightDecay) {
  /** As published (spec §8.3). */
  public static AdamOptions published() {
    return new AdamOptions(0.9, 0.999, 1e-8, 1e-2);
  }
}
