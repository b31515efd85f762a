package dev.keylight.eval.network;

/**
 * An asymmetric generalised Gaussian fitted by its moments (Lasmar, Stitou and Berthoumieu 2009).
 *
 * @param shape 0.2 to 10; 2 is a Gaussian
 * @param mean of the fitted distribution
 * @param left spread below zero
 * @param right spread above zero
 */
record AsymmetricGaussian(double shape, double mean, double left, double right) {
  private static final int SHAPES = 9800;
  private static final double[] RATIOS = new double[SHAPES];

  static {
    for (int i = 0; i < SHAPES; i++) {
      double g = 1 / shapeAt(i);
      RATIOS[i] = Math.exp(2 * logGamma(2 * g) - logGamma(g) - logGamma(3 * g));
    }
  }

  private static double shapeAt(int index) {
    return 0.2 + 0.001 * index;
  }

  static AsymmetricGaussian of(float[] values) {
    double below = 0;
    double above = 0;
    double absolute = 0;
    int negatives = 0;
    for (float v : values) {
      absolute += Math.abs(v);
      if (v < 0) {
        below += (double) v * v;
        negatives++;
      } else {
        above += (double) v * v;
      }
    }
    int n = values.length;
    double left = negatives == 0 ? 0 : Math.sqrt(below / negatives);
    double right = n == negatives ? 0 : Math.sqrt(above / (n - negatives));
    double gamma = right == 0 ? Double.POSITIVE_INFINITY : left / right;
    double squares = (below + above) / n;
    double ratio = squares == 0 ? Double.POSITIVE_INFINITY : absolute / n * (absolute / n) / squares;
    double wanted = ratio * (Math.pow(gamma, 3) + 1) * (gamma + 1) / Math.pow(gamma * gamma + 1, 2);
    double shape = shapeAt(nearest(wanted));
    double spread = Math.exp((logGamma(1 / shape) - logGamma(3 / shape)) / 2);
    double mean = (right - left) * spread * Math.exp(logGamma(2 / shape) - logGamma(1 / shape));
    return new AsymmetricGaussian(shape, mean, spread * left, spread * right);
  }

  private static int nearest(double ratio) {
    int best = 0;
    for (int i = 1; i < SHAPES; i++) {
      if (Math.abs(RATIOS[i] - ratio) < Math.abs(RATIOS[best] - ratio)) {
        best = i;
      }
    }
    return best;
  }

  /** Lanczos' approximation with g = 7 (Numerical Recipes, §6.1), for positive arguments. */
  static double logGamma(double x) {
    double[] c = {
      0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
      12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7
    };
    if (x < 0.5) {
      return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
    }
    double y = x - 1;
    double sum = c[0];
    for (int i = 1; i < c.length; i++) {
      sum += c[i] / (y + i);
    }
    double t = y + 7.5;
    return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
  }
}
