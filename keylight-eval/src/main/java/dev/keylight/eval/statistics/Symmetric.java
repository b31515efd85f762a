package dev.keylight.eval.statistics;

import java.util.Arrays;
import org.bytedeco.openblas.global.openblas;

/** Products, eigenvalues and singular values by BLAS and LAPACK. */
final class Symmetric {
  private Symmetric() {}

  /**
   * A symmetric matrix taken apart.
   *
   * @param values eigenvalues, rising
   * @param vectors eigenvectors as rows, in the same order
   */
  record Eigen(double[] values, double[][] vectors) {}

  static Eigen eigen(double[][] matrix) {
    int n = matrix.length;
    double[] packed = packed(matrix);
    double[] values = new double[n];
    // Read by columns, LAPACK leaves each vector in one piece.
    int code = openblas.LAPACKE_dsyevd(openblas.LAPACK_COL_MAJOR, (byte) 'V', (byte) 'U', n, packed, n, values);
    if (code != 0) {
      throw new ArithmeticException("a symmetric matrix could not be taken apart, LAPACK says " + code);
    }
    double[][] vectors = new double[n][n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(packed, i * n, vectors[i], 0, n);
    }
    return new Eigen(values, vectors);
  }

  /** Every row of {@code a} times every row of {@code b}, by BLAS. */
  static double[][] products(double[][] a, double[][] b) {
    int inner = a[0].length;
    double[] product = new double[a.length * b.length];
    openblas.cblas_dgemm(
        openblas.CblasRowMajor, openblas.CblasNoTrans, openblas.CblasTrans, a.length, b.length, inner, 1, packed(a), inner,
        packed(b), inner, 0, product, b.length);
    double[][] rows = new double[a.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(product, i * b.length, (i + 1) * b.length);
    }
    return rows;
  }

  private static double[] packed(double[][] matrix) {
    int columns = matrix[0].length;
    double[] packed = new double[matrix.length * columns];
    for (int i = 0; i < matrix.length; i++) {
      System.arraycopy(matrix[i], 0, packed, i * columns, columns);
    }
    return packed;
  }

  /** Sum of the singular values of a matrix. */
  static double nuclearNorm(double[][] matrix) {
    int rows = matrix.length;
    int columns = matrix[0].length;
    double[] packed = packed(matrix);
    double[] values = new double[Math.min(rows, columns)];
    int code =
        openblas.LAPACKE_dgesdd(
            openblas.LAPACK_ROW_MAJOR, (byte) 'N', rows, columns, packed, columns, values, new double[1], columns, new double[1], columns);
    if (code != 0) {
      throw new ArithmeticException("singular values could not be found, LAPACK says " + code);
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
