package dev.keylight.eval.metric;

import java.util.List;

/** Rotations as 3 × 3 matrices, row major. */
final class Rotations {
  private Rotations() {}

  /** Angle of the rotation between two, in degrees, 0..180. */
  static double degreesBetween(float[] a, float[] b) {
    double trace = 0;
    for (int i = 0; i < 9; i++) {
      trace += (double) a[i] * b[i];
    }
    return Math.toDegrees(Math.acos(Math.max(-1, Math.min(1, (trace - 1) / 2))));
  }

  /** {@code a · bᵀ}: the rotation that leads from b to a. */
  static float[] from(float[] b, float[] a) {
    float[] c = new float[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          c[3 * i + j] += a[3 * i + k] * b[3 * j + k];
        }
      }
    }
    return c;
  }

  /**
   * The mean of rotations that are less than a right angle apart: the rotation next to the mean matrix, by Newton's
   * iteration of the polar decomposition, {@code X ← (X + X⁻ᵀ) / 2} (Higham 1986).
   */
  static float[] mean(List<float[]> rotations) {
    double[] x = new double[9];
    for (float[] rotation : rotations) {
      for (int i = 0; i < 9; i++) {
        x[i] += rotation[i] / (double) rotations.size();
      }
    }
    for (int round = 0; round < 30; round++) {
      double[] turned = inverseTransposed(x);
      for (int i = 0; i < 9; i++) {
        x[i] = (x[i] + turned[i]) / 2;
      }
    }
    float[] mean = new float[9];
    for (int i = 0; i < 9; i++) {
      mean[i] = (float) x[i];
    }
    return mean;
  }

  private static double[] inverseTransposed(double[] m) {
    double[] cofactors = new double[9];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        int a = (i + 1) % 3;
        int b = (i + 2) % 3;
        int c = (j + 1) % 3;
        int d = (j + 2) % 3;
        cofactors[3 * i + j] = m[3 * a + c] * m[3 * b + d] - m[3 * a + d] * m[3 * b + c];
      }
    }
    double determinant = m[0] * cofactors[0] + m[1] * cofactors[1] + m[2] * cofactors[2];
    for (int i = 0; i < 9; i++) {
      cofactors[i] /= determinant;
    }
    return cofactors;
  }
}
