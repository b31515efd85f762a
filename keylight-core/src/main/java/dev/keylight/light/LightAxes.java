package dev.keylight.light;

/**
 * The one place where image axes become light axes. Image: x right, y down, z away from the camera. Light: x right, y up,
 * z towards the camera. The change is half a turn about x, {@code diag(1, −1, −1)}, and its own inverse; handedness stays.
 */
public final class LightAxes {
  private LightAxes() {}

  /** A direction or normal, three floats, from image to light axes or back. */
  public static float[] direction(float[] vector) {
    return new float[] {vector[0], -vector[1], -vector[2]};
  }

  /** Many directions, three consecutive floats each, converted into {@code to}, which may be {@code from}. */
  public static void directions(float[] from, float[] to, int count) {
    for (int i = 0; i < 3 * count; i += 3) {
      to[i] = from[i];
      to[i + 1] = -from[i + 1];
      to[i + 2] = -from[i + 2];
    }
  }

  /** A 3 × 3 rotation, row major, from image to light axes or back: {@code F·R·F}. */
  public static float[] rotation(float[] r) {
    return new float[] {r[0], -r[1], -r[2], -r[3], r[4], r[5], -r[6], r[7], r[8]};
  }

  /** The rotation undone. */
  public static float[] transposed(float[] r) {
    return new float[] {r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]};
  }

  /**
   * Turns a light by a head's pose, or back.
   *
   * @param imageRotation as {@code Pose.rotation()}: canonical head to image
   * @return the light, given in the picture's axes, as the unposed head sees it
   */
  public static SphericalHarmonics intoHead(SphericalHarmonics light, float[] imageRotation) {
    return light.rotated(rotation(transposed(imageRotation)));
  }
}
