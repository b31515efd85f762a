package dev.keylight.eval.statistics;

/** Clouds of points as normal distributions. */
public final class Gaussians {
  private Gaussians() {}

  /**
   * Mean and covariance (divided by n − 1) of a cloud.
   *
   * @param mean of each dimension
   * @param covariance symmetric
   */
  public record Fit(double[] mean, double[][] covariance) {}

  /** @param rows one point each, at least two */
  public static Fit fit(double[][] rows) {
    double[] mean = mean(rows);
    int d = mean.length;
    double[][] covariance = new double[d][d];
    double[] centred = new double[d];
    for (double[] row : rows) {
      for (int i = 0; i < d; i++) {
        centred[i] = row[i] - mean[i];
      }
      for (int i = 0; i < d; i++) {
        for (int k = 0; k <= i; k++) {
          covariance[i][k] += centred[i] * centred[k] / (rows.length - 1);
        }
      }
    }
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < i; k++) {
        covariance[k][i] = covariance[i][k];
      }
    }
    return new Fit(mean, covariance);
  }

  static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    return mean;
  }

  /** {@code xᵀ · matrix⁺ · x} with the pseudo-inverse of a symmetric matrix; directions without spread count as none. */
  public static double quadratic(double[][] matrix, double[] x) {
    Symmetric.Eigen eigen = Symmetric.eigen(matrix);
    double largest = 0;
    for (double value : eigen.values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      if (Math.abs(eigen.values()[i]) > x.length * Math.ulp(1.0) * largest) {
        double along = dot(eigen.vectors()[i], x);
        sum += along * along / eigen.values()[i];
      }
    }
    return sum;
  }

  /**
   * The Fréchet distance of two clouds taken for normal distributions (Heusel et al. 2017),
   * {@code |μ₁ − μ₂|² + Tr(Σ₁ + Σ₂ − 2·(Σ₁Σ₂)^½)}.
   *
   * <p>With {@code Σ = FᵀF}, the trace of the root is the sum of the singular values of {@code F₁F₂ᵀ}: exact, real, and as
   * small as the smaller of points and dimensions.
   *
   * @return NaN if one of the clouds has fewer than two points
   */
  public static double frechet(double[][] a, double[][] b) {
    if (a.length < 2 || b.length < 2) {
      return Double.NaN;
    }
    double[][] fa = factor(a);
    double[][] fb = factor(b);
    double[][] product = new double[fa.length][fb.length];
    for (int i = 0; i < fa.length; i++) {
      for (int k = 0; k < fb.length; k++) {
        product[i][k] = dot(fa[i], fb[k]);
      }
    }
    double distance = -2 * Symmetric.nuclearNorm(product) + squares(fa) + squares(fb);
    double[] ma = mean(a);
    double[] mb = mean(b);
    for (int i = 0; i < ma.length; i++) {
      distance += (ma[i] - mb[i]) * (ma[i] - mb[i]);
    }
    return Math.max(0, distance);
  }

  /** Rows F with {@code FᵀF} the covariance: the centred points themselves, or, where those are many, its eigenvectors. */
  private static double[][] factor(double[][] rows) {
    if (rows.length > rows[0].length) {
      Symmetric.Eigen eigen = Symmetric.eigen(fit(rows).covariance());
      double[][] factor = eigen.vectors();
      for (int i = 0; i < factor.length; i++) {
        double root = Math.sqrt(Math.max(0, eigen.values()[i]));
        for (int k = 0; k < factor.length; k++) {
          factor[i][k] *= root;
        }
      }
      return factor;
    }
    double[] mean = mean(rows);
    double scale = 1 / Math.sqrt(rows.length - 1.0);
    double[][] factor = new double[rows.length][mean.length];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < mean.length; k++) {
        factor[i][k] = (rows[i][k] - mean[k]) * scale;
      }
    }
    return factor;
  }

  private static double squares(double[][] rows) {
    double sum = 0;
    for (double[] row : rows) {
      sum += dot(row, row);
    }
    return sum;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
