package dev.keylight.light;

/**
 * Exact rotation of order-2 light. On the unit sphere degree 1 is a vector, {@code v·n}, and degree 2 a symmetric matrix
 * without trace, {@code nᵀ·M·n}; turning the light turns them to {@code R·v} and {@code R·M·Rᵀ}. No table of Wigner
 * matrices is needed for so low an order.
 */
final class HarmonicRotation {
  private HarmonicRotation() {}

  static SphericalHarmonics rotate(SphericalHarmonics light, float[] r) {
    float[] turned = new float[3 * SphericalHarmonics.BANDS];
    for (int channel = 0; channel < 3; channel++) {
      turned[channel] = light.get(0, channel);
      for (int row = 0; row < 3; row++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += (double) r[3 * row + k] * light.get(1 + k, channel);
        }
        turned[3 * (1 + row) + channel] = (float) sum;
      }
      double[][] m = conjugated(matrix(light, channel), r);
      turned[3 * 4 + channel] = (float) (2 * m[0][1] / SphericalHarmonics.constant(4));
      turned[3 * 5 + channel] = (float) (2 * m[0][2] / SphericalHarmonics.constant(5));
      turned[3 * 6 + channel] = (float) (2 * m[1][2] / SphericalHarmonics.constant(6));
      turned[3 * 7 + channel] = (float) ((m[0][0] - m[1][1]) / 2 / SphericalHarmonics.constant(7));
      turned[3 * 8 + channel] = (float) (m[2][2] / 2 / SphericalHarmonics.constant(8));
    }
    return new SphericalHarmonics(turned);
  }

  /** M with {@code nᵀ·M·n} equal to the degree-2 bands for unit n; 3z²−1 is written 2z²−x²−y². */
  private static double[][] matrix(SphericalHarmonics light, int channel) {
    double xy = light.get(4, channel) * SphericalHarmonics.constant(4) / 2;
    double xz = light.get(5, channel) * SphericalHarmonics.constant(5) / 2;
    double yz = light.get(6, channel) * SphericalHarmonics.constant(6) / 2;
    double difference = light.get(7, channel) * SphericalHarmonics.constant(7);
    double axial = light.get(8, channel) * SphericalHarmonics.constant(8);
    return new double[][] {{difference - axial, xy, xz}, {xy, -difference - axial, yz}, {xz, yz, 2 * axial}};
  }

  private static double[][] conjugated(double[][] m, float[] r) {
    double[][] result = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            result[i][j] += r[3 * i + k] * m[k][l] * r[3 * j + l];
          }
        }
      }
    }
    return result;
  }
}
