package dev.keylight.face;

/**
 * The similarity that carries one weighted point set onto another with the least squared error, in closed form: Horn
 * 1987, "Closed-form solution of absolute orientation using unit quaternions". The rotation is the eigenvector of a
 * symmetric 4 × 4 matrix, so it is never a reflection, even for flat or mirrored points.
 */
public final class Procrustes {
  private static final int SWEEPS = 30;

  private Procrustes() {}

  /** All points with equal weight. */
  public static Pose similarity(float[] from, float[] to) {
    int count = from.length / 3;
    int[] indices = new int[count];
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      indices[i] = i;
      weights[i] = 1;
    }
    return similarity(from, to, indices, weights);
  }

  /**
   * The scale, rotation and translation with {@code to ≈ scale · rotation · from + translation}.
   *
   * @param from x, y, z per point
   * @param to x, y, z per point, same numbering
   * @param indices the points that count
   * @param weights of those points, not negative, not all zero
   * @throws IllegalArgumentException if the points that count lie in one place, so that no scale exists
   */
  public static Pose similarity(float[] from, float[] to, int[] indices, float[] weights) {
    double[] fromMean = mean(from, indices, weights);
    double[] toMean = mean(to, indices, weights);
    double[][] m = new double[3][3];
    double spread = 0;
    for (int k = 0; k < indices.length; k++) {
      for (int row = 0; row < 3; row++) {
        double a = from[3 * indices[k] + row] - fromMean[row];
        spread += weights[k] * a * a;
        for (int column = 0; column < 3; column++) {
          m[row][column] += weights[k] * a * (to[3 * indices[k] + column] - toMean[column]);
        }
      }
    }
    if (!(spread > 0)) {
      throw new IllegalArgumentException("the points of a similarity must not all lie in one place");
    }
    double[] q = largestEigenvector(new double[][] {
      {m[0][0] + m[1][1] + m[2][2], m[1][2] - m[2][1], m[2][0] - m[0][2], m[0][1] - m[1][0]},
      {m[1][2] - m[2][1], m[0][0] - m[1][1] - m[2][2], m[0][1] + m[1][0], m[2][0] + m[0][2]},
      {m[2][0] - m[0][2], m[0][1] + m[1][0], m[1][1] - m[0][0] - m[2][2], m[1][2] + m[2][1]},
      {m[0][1] - m[1][0], m[2][0] + m[0][2], m[1][2] + m[2][1], m[2][2] - m[0][0] - m[1][1]}
    });
    float[] rotation = rotation(q);
    double fit = 0;
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        fit += rotation[3 * row + column] * m[column][row];
      }
    }
    float scale = (float) (fit / spread);
    float[] translation = new float[3];
    for (int row = 0; row < 3; row++) {
      double moved = 0;
      for (int column = 0; column < 3; column++) {
        moved += rotation[3 * row + column] * fromMean[column];
      }
      translation[row] = (float) (toMean[row] - scale * moved);
    }
    return new Pose(scale, rotation, translation);
  }

  private static double[] mean(float[] points, int[] indices, float[] weights) {
    double[] mean = new double[3];
    double total = 0;
    for (int k = 0; k < indices.length; k++) {
      total += weights[k];
      for (int d = 0; d < 3; d++) {
        mean[d] += weights[k] * (double) points[3 * indices[k] + d];
      }
    }
    for (int d = 0; d < 3; d++) {
      mean[d] /= total;
    }
    return mean;
  }

  private static float[] rotation(double[] q) {
    double w = q[0];
    double x = q[1];
    double y = q[2];
    double z = q[3];
    return new float[] {
      (float) (w * w + x * x - y * y - z * z), (float) (2 * (x * y - w * z)), (float) (2 * (x * z + w * y)),
      (float) (2 * (x * y + w * z)), (float) (w * w - x * x + y * y - z * z), (float) (2 * (y * z - w * x)),
      (float) (2 * (x * z - w * y)), (float) (2 * (y * z + w * x)), (float) (w * w - x * x - y * y + z * z)
    };
  }

  /** Jacobi's rotations on a symmetric matrix, in place; returns the unit eigenvector of the largest eigenvalue. */
  private static double[] largestEigenvector(double[][] a) {
    int n = a.length;
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int p = 0; p < n - 1; p++) {
        for (int q = p + 1; q < n; q++) {
          if (a[p][q] != 0) {
            rotate(a, vectors, p, q);
          }
        }
      }
    }
    int best = 0;
    for (int i = 1; i < n; i++) {
      best = a[i][i] > a[best][best] ? i : best;
    }
    double[] result = new double[n];
    for (int i = 0; i < n; i++) {
      result[i] = vectors[i][best];
    }
    return result;
  }

  private static void rotate(double[][] a, double[][] vectors, int p, int q) {
    double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
    double t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    for (int k = 0; k < a.length; k++) {
      double kp = a[k][p];
      a[k][p] = c * kp - s * a[k][q];
      a[k][q] = s * kp + c * a[k][q];
    }
    for (int k = 0; k < a.length; k++) {
      double pk = a[p][k];
      a[p][k] = c * pk - s * a[q][k];
      a[q][k] = s * pk + c * a[q][k];
      double kp = vectors[k][p];
      vectors[k][p] = c * kp - s * vectors[k][q];
      vectors[k][q] = s * kp + c * vectors[k][q];
    }
  }
}
