package dev.keylight.light;

import java.util.Random;

/** Seeded random lights, directions and rotations for tests. */
public final class RandomGeometry {
  private final Random random;

  public RandomGeometry(long seed) {
    random = new Random(seed);
  }

  public SphericalHarmonics light() {
    float[] c = new float[27];
    for (int i = 0; i < c.length; i++) {
      c[i] = (float) random.nextGaussian();
    }
    return new SphericalHarmonics(c);
  }

  public float[] direction() {
    double x = random.nextGaussian();
    double y = random.nextGaussian();
    double z = random.nextGaussian();
    double length = Math.sqrt(x * x + y * y + z * z);
    return new float[] {(float) (x / length), (float) (y / length), (float) (z / length)};
  }

  /** From a random unit quaternion. */
  public float[] rotation() {
    double a = random.nextGaussian();
    double b = random.nextGaussian();
    double c = random.nextGaussian();
    double d = random.nextGaussian();
    double n = Math.sqrt(a * a + b * b + c * c + d * d);
    a /= n;
    b /= n;
    c /= n;
    d /= n;
    return new float[] {
      (float) (1 - 2 * (c * c + d * d)), (float) (2 * (b * c - a * d)), (float) (2 * (b * d + a * c)),
      (float) (2 * (b * c + a * d)), (float) (1 - 2 * (b * b + d * d)), (float) (2 * (c * d - a * b)),
      (float) (2 * (b * d - a * c)), (float) (2 * (c * d + a * b)), (float) (1 - 2 * (b * b + c * c))
    };
  }

  public static float[] rotated(float[] r, float[] v) {
    return new float[] {
      r[0] * v[0] + r[1] * v[1] + r[2] * v[2],
      r[3] * v[0] + r[4] * v[1] + r[5] * v[2],
      r[6] * v[0] + r[7] * v[1] + r[8] * v[2]
    };
  }
}
