package dev.keylight.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Confidence interval of a mean over clips: the percentile bootstrap (Efron 1979), which resamples whole clips, as frames of
 * one clip are not independent.
 */
public final class Bootstrap {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 20260;

  private Bootstrap() {}

  /**
   * A mean and where it likely lies.
   *
   * @param mean over the values
   * @param low lower end of the 95 % interval; NaN with fewer than two values
   * @param high upper end; NaN with fewer than two values
   * @param count values
   */
  public record Interval(double mean, double low, double high, int count) {
    public boolean hasBounds() {
      return !Double.isNaN(low);
    }
  }

  /** The 95 % interval of the mean; NaN throughout without values, without bounds for one. */
  public static Interval mean(double[] values) {
    int n = values.length;
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    if (n < 2) {
      return new Interval(mean, Double.NaN, Double.NaN, n);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int k = 0; k < n; k++) {
        sum += values[random.nextInt(n)];
      }
      means[i] = sum / n;
    }
    Arrays.sort(means);
    return new Interval(mean, quantile(means, 0.025), quantile(means, 0.975), n);
  }

  /** Linear between the neighbours in rank, as NumPy has it. */
  static double quantile(double[] sorted, double share) {
    double place = share * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
