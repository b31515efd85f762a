package dev.keylight.light;

/** Rotations as 3 × 3 row-major matrices in light axes. */
public final class Turn {
  private Turn() {}

  /**
   * By an angle about an axis, right-handed: about y (up), positive angles carry what is in front to the right of the
   * picture. Rodrigues' formula.
   *
   * @param axis of any length but zero
   */
  public static float[] about(float[] axis, double degrees) {
    double length = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    double x = axis[0] / length;
    double y = axis[1] / length;
    double z = axis[2] / length;
    double c = Math.cos(Math.toRadians(degrees));
    double s = Math.sin(Math.toRadians(degrees));
    double k = 1 - c;
    return new float[] {
      (float) (c + k * x * x), (float) (k * x * y - s * z), (float) (k * x * z + s * y),
      (float) (k * x * y + s * z), (float) (c + k * y * y), (float) (k * y * z - s * x),
      (float) (k * x * z - s * y), (float) (k * y * z + s * x), (float) (c + k * z * z)
    };
  }

  /** Part of the shortest way from one unit direction to another: nothing at 0, all of it at 1. */
  static float[] between(float[] from, float[] to, double part) {
    float[] axis = {
      from[1] * to[2] - from[2] * to[1], from[2] * to[0] - from[0] * to[2], from[0] * to[1] - from[1] * to[0]
    };
    double sine = Math.sqrt(axis[0] * axis[0] + axis[1] * axis[1] + axis[2] * axis[2]);
    double cosine = from[0] * to[0] + from[1] * to[1] + from[2] * to[2];
    if (sine < 1e-6) {
      // Opposite directions have no shortest way; round the head by the side is the natural one for a lamp.
      axis = new float[] {0, 1, 0};
    }
    return about(axis, part * Math.toDegrees(Math.atan2(sine, cosine)));
  }
}
