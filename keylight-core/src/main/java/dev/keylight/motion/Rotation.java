package dev.keylight.motion;

/**
 * Rotations as 3 × 3 row-major matrices and as rotation vectors (axis times angle in radians), in image axes: x right, y
 * down, z away. A face that looks at the camera (towards negative z) is pitched down by a positive x component, turned
 * towards the image's left by a positive y component and rolled clockwise on the screen by a positive z component.
 */
public final class Rotation {
  private Rotation() {}

  /** {@code a · b}: b first, then a. */
  public static float[] times(float[] a, float[] b) {
    float[] product = new float[9];
    for (int row = 0; row < 3; row++) {
      for (int column = 0; column < 3; column++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += (double) a[3 * row + k] * b[3 * k + column];
        }
        product[3 * row + column] = (float) sum;
      }
    }
    return product;
  }

  /** The inverse. */
  public static float[] transposed(float[] r) {
    return new float[] {r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]};
  }

  /** Rodrigues' formula: the matrix of a rotation vector. */
  public static float[] ofVector(double x, double y, double z) {
    double angle = Math.sqrt(x * x + y * y + z * z);
    double s = angle < 1e-6 ? 1 - angle * angle / 6 : Math.sin(angle) / angle;
    double c = angle < 1e-6 ? 0.5 - angle * angle / 24 : (1 - Math.cos(angle)) / (angle * angle);
    return new float[] {
      (float) (1 - c * (y * y + z * z)), (float) (c * x * y - s * z), (float) (c * x * z + s * y),
      (float) (c * x * y + s * z), (float) (1 - c * (x * x + z * z)), (float) (c * y * z - s * x),
      (float) (c * x * z - s * y), (float) (c * y * z + s * x), (float) (1 - c * (x * x + y * y))
    };
  }

  /** The rotation vector of a matrix, by its unit quaternion, so that it is exact near zero and near half a turn. */
  public static double[] toVector(float[] r) {
    // Shepperd's choice of the largest component keeps the square root away from zero.
    double[] q = new double[4];
    double trace = r[0] + r[4] + r[8];
    if (trace >= r[0] && trace >= r[4] && trace >= r[8]) {
      q[0] = 1 + trace;
      q[1] = r[7] - r[5];
      q[2] = r[2] - r[6];
      q[3] = r[3] - r[1];
    } else {
      int i = r[0] >= r[4] && r[0] >= r[8] ? 0 : r[4] >= r[8] ? 1 : 2;
      int j = (i + 1) % 3;
      int k = (i + 2) % 3;
      q[0] = r[3 * k + j] - r[3 * j + k];
      q[1 + i] = 1 + r[4 * i] - r[4 * j] - r[4 * k];
      q[1 + j] = r[3 * j + i] + r[3 * i + j];
      q[1 + k] = r[3 * i + k] + r[3 * k + i];
    }
    double sign = q[0] < 0 ? -1 : 1;
    double sine = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
    double factor = sine < 1e-12 ? 0 : sign * 2 * Math.atan2(sine, Math.abs(q[0])) / sine;
    return new double[] {factor * q[1], factor * q[2], factor * q[3]};
  }

  /** The point a share of the way from a to b along the shortest turn. */
  public static float[] between(float[] a, float[] b, double share) {
    double[] turn = toVector(times(b, transposed(a)));
    return times(ofVector(share * turn[0], share * turn[1], share * turn[2]), a);
  }
}
