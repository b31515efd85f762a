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
    double[][] columns = new double[mean.length][rows.length];
    double scale = 1 / Math.sqrt(rows.length - 1.0);
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < mean.length; k++) {
        columns[k][i] = (rows[i][k] - mean[k]) * scale;
      }
    }
    double[][] covariance = Symmetric.products(columns, columns);
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
    return a.length < 2 || b.length < 2 ? Double.NaN : Cloud.of(a).frechet(Cloud.of(b));
  }

  /**
   * A cloud made ready for distances.
   *
   * @param mean of each dimension
   * @param factor rows F with {@code FᵀF} the covariance
   */
  record Cloud(double[] mean, double[][] factor) {
    static Cloud of(double[][] rows) {
      return new Cloud(Gaussians.mean(rows), Gaussians.factor(rows));
    }

    /** The Fréchet distance to another cloud. */
    double frechet(Cloud other) {
      double distance =
          -2 * Symmetric.nuclearNorm(Symmetric.products(factor, other.factor)) + squares(factor) + squares(other.factor);
      for (int i = 0; i < mean.length; i++) {
        distance += (mean[i] - other.mean[i]) * (mean[i] - other.mean[i]);
      }
      return Math.max(0, distance);
    }
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
