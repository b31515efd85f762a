package dev.keylight.light;

import java.util.Arrays;

/** Weighted least squares for nine harmonic coefficients, kept as normal equations: {@code BᵀWB} and {@code BᵀWy}. */
final class NormalEquations {
  private static final int N = SphericalHarmonics.BANDS;

  final double[] gram = new double[N * N];
  final double[] right = new double[N];
  double weight;

  void clear() {
    Arrays.fill(gram, 0);
    Arrays.fill(right, 0);
    weight = 0;
  }

  void add(float[] basis, int offset, double w, double y) {
    for (int i = 0; i < N; i++) {
      double wb = w * basis[offset + i];
      right[i] += wb * y;
      for (int j = 0; j <= i; j++) {
        gram[N * i + j] += wb * basis[offset + j];
      }
    }
    weight += w;
  }

  /** The minimiser with a quadratic pull of each coefficient, {@code pull[b] × total weight}, towards a prior. */
  double[] solve(double[] pull, double[] prior) {
    double[][] a = new double[N][N];
    double[] y = new double[N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j <= i; j++) {
        a[i][j] = gram[N * i + j];
        a[j][i] = a[i][j];
      }
    }
    for (int i = 0; i < N; i++) {
      a[i][i] += weight * pull[i] + 1e-9;
      y[i] = right[i] + weight * pull[i] * prior[i];
    }
    return cholesky(a, y);
  }

  private static double[] cholesky(double[][] a, double[] y) {
    int n = y.length;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int k = 0; k < j; k++) {
          sum -= a[i][k] * a[j][k];
        }
        a[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j][j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        y[i] -= a[i][k] * y[k];
      }
      y[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        y[i] -= a[k][i] * y[k];
      }
      y[i] /= a[i][i];
    }
    return y;
  }
}
