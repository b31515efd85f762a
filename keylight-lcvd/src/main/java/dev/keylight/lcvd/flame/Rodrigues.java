package dev.keylight.lcvd.flame;

/** The rotation matrix of a rotation vector, exactly as FLAME's code has it: 1e-8 is added to keep the angle from zero. */
public final class Rodrigues {
  private static final float EPSILON = 1e-8f;

  private Rodrigues() {}

  /** {@code I + sin θ · K + (1 − cos θ) · K²}, 3 × 3 row major, for x, y, z of axis times angle in radians. */
  public static float[] matrix(float x, float y, float z) {
    float angle = (float) Math.sqrt((x + EPSILON) * (x + EPSILON) + (y + EPSILON) * (y + EPSILON)
        + (z + EPSILON) * (z + EPSILON));
    float a = x / angle;
    float b = y / angle;
    float c = z / angle;
    float sine = (float) Math.sin(angle);
    float versine = 1 - (float) Math.cos(angle);
    return new float[] {
      1 - versine * (b * b + c * c), versine * a * b - sine * c, versine * a * c + sine * b,
      versine * a * b + sine * c, 1 - versine * (a * a + c * c), versine * b * c - sine * a,
      versine * a * c - sine * b, versine * b * c + sine * a, 1 - versine * (a * a + b * b)
    };
  }
}
