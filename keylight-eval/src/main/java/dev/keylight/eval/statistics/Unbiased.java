package dev.keylight.eval.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Distances of clouds that do not shrink as the clouds grow: a Fréchet distance of few points is too large, and small sets
 * are the rule.
 */
public final class Unbiased {
  private static final int SIZES = 15;
  /** Fewer points than this give no line that could be continued. */
  private static final int FEWEST = 30;
  /** Points whose products are held at a time. */
  private static final int BLOCK = 256;
  private static final long SEED = 1515;

  private Unbiased() {}

  /**
   * The kernel distance (KID, Bińkowski et al. 2018): the unbiased squared maximum mean discrepancy under the kernel
   * {@code (x·y / d + 1)³}. About 0 for clouds of one distribution, and then sometimes below.
   *
   * @return NaN if one of the clouds has fewer than two points
   */
  public static double kernel(double[][] a, double[][] b) {
    if (a.length < 2 || b.length < 2) {
      return Double.NaN;
    }
    return within(a) + within(b) - 2 * sum(a, b, false) / ((double) a.length * b.length);
  }

  private static double within(double[][] a) {
    return sum(a, a, true) / (a.length * (a.length - 1.0));
  }

  /** @param apart whether a point is not held against itself */
  private static double sum(double[][] a, double[][] b, boolean apart) {
    double sum = 0;
    for (int from = 0; from < a.length; from += BLOCK) {
      double[][] products = Symmetric.products(Arrays.copyOfRange(a, from, Math.min(a.length, from + BLOCK)), b);
      for (int i = 0; i < products.length; i++) {
        for (int k = 0; k < b.length; k++) {
          if (!apart || from + i != k) {
            double product = products[i][k] / b[k].length + 1;
            sum += product * product * product;
          }
        }
      }
    }
    return sum;
  }

  /**
   * The Fréchet distance for endlessly many results (FID∞, Chong and Forsyth 2020): it falls on a line over one by the number of
   * results, so it is taken for 15 numbers of them and continued to none. The real cloud stays whole.
   *
   * @return NaN with fewer than 30 results or two real points
   */
  public static double frechetAtInfinity(double[][] results, double[][] real) {
    if (results.length < FEWEST || real.length < 2) {
      return Double.NaN;
    }
    double[][] shuffled = shuffled(results);
    Gaussians.Cloud fixed = Gaussians.Cloud.of(real);
    double[] x = new double[SIZES];
    double[] y = new double[SIZES];
    for (int i = 0; i < SIZES; i++) {
      int size = results.length / 3 + (int) ((long) i * (results.length - results.length / 3) / (SIZES - 1));
      x[i] = 1.0 / size;
      y[i] = Gaussians.Cloud.of(Arrays.copyOf(shuffled, size)).frechet(fixed);
    }
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double product = 0;
    double squares = 0;
    for (int i = 0; i < SIZES; i++) {
      product += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    return meanY - product / squares * meanX;
  }

  private static double[][] shuffled(double[][] rows) {
    double[][] result = rows.clone();
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = result.length - 1; i > 0; i--) {
      int k = random.nextInt(i + 1);
      double[] kept = result[i];
      result[i] = result[k];
      result[k] = kept;
    }
    return result;
  }
}
