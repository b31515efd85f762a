package dev.keylight.light;

/**
 * Lights that can exist: no lamp sends less than nothing. A face shows only one side of the light, so nine free numbers
 * fitted to it may mean negative lamps behind the head. Here the light is a sum of an ambient part and {@link #LAMPS}
 * lamps spread over the sphere (a Fibonacci lattice), each with a non-negative intensity, found by coordinate descent on
 * the normal equations.
 */
final class LampField {
  static final int LAMPS = 96;
  private static final int SWEEPS = 60;

  /** Lamps a face can hardly see need more evidence. */
  private static final double BEHIND = 12;
  private static final int N = SphericalHarmonics.BANDS;

  /** Coefficients per lamp, the ambient part last. */
  private static final double[][] COLUMNS = new double[LAMPS + 1][];

  static final float[][] DIRECTIONS = new float[LAMPS][];

  static {
    double golden = Math.PI * (3 - Math.sqrt(5));
    for (int i = 0; i < LAMPS; i++) {
      double z = 1 - (2 * i + 1.0) / LAMPS;
      double radius = Math.sqrt(1 - z * z);
      DIRECTIONS[i] = new float[] {(float) (radius * Math.cos(golden * i)), (float) (radius * Math.sin(golden * i)), (float) z};
      COLUMNS[i] = Lamp.harmonics(DIRECTIONS[i], 0);
    }
    COLUMNS[LAMPS] = new double[N];
    COLUMNS[LAMPS][0] = 1 / SphericalHarmonics.constant(0);
  }

  private LampField() {}

  /**
   * The nine coefficients of the best non-negative light.
   *
   * @param ridge how much a lamp's squared intensity costs per unit of the equations' weight; {@code 1 + BEHIND} times as
   *     much straight behind the head
   */
  static double[] fit(NormalEquations equations, double ridge) {
    int m = COLUMNS.length;
    double[][] gram = new double[m][m];
    double[] right = new double[m];
    for (int i = 0; i < m; i++) {
      double[] transformed = new double[N];
      for (int a = 0; a < N; a++) {
        for (int b = 0; b < N; b++) {
          transformed[a] += equations.gram[a >= b ? N * a + b : N * b + a] * COLUMNS[i][b];
        }
        right[i] += COLUMNS[i][a] * equations.right[a];
      }
      for (int j = 0; j < m; j++) {
        for (int a = 0; a < N; a++) {
          gram[i][j] += COLUMNS[j][a] * transformed[a];
        }
      }
    }
    double[] intensity = new double[m];
    double[] gradient = right.clone();
    double[] damping = new double[m];
    for (int i = 0; i < LAMPS; i++) {
      double behind = Math.max(0, .2 - DIRECTIONS[i][2]);
      damping[i] = ridge * equations.weight * (1 + BEHIND * behind * behind);
    }
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int i = 0; i < m; i++) {
        double curvature = gram[i][i] + damping[i];
        double wanted = Math.max(0, intensity[i] + (gradient[i] - damping[i] * intensity[i]) / curvature);
        double step = wanted - intensity[i];
        if (step != 0) {
          intensity[i] = wanted;
          for (int j = 0; j < m; j++) {
            gradient[j] -= step * gram[i][j];
          }
        }
      }
    }
    double[] coefficients = new double[N];
    for (int i = 0; i < m; i++) {
      for (int a = 0; a < N; a++) {
        coefficients[a] += intensity[i] * COLUMNS[i][a];
      }
    }
    return coefficients;
  }
}
