package dev.keylight.face;

/**
 * Where a head is: the similarity that carries canonical head coordinates to image coordinates,
 * {@code image = scale · rotation · canonical + translation}.
 *
 * <p>Both sides use the image's axes: x right, y down, z away from the camera. Canonical units are centimetres (the
 * MediaPipe canonical face, flipped from y up / z near); image units are pixels, z in pixels too (weak perspective).
 *
 * @param scale pixels per canonical unit, positive
 * @param rotation 3 × 3, row major, determinant 1
 * @param translation x, y, z in pixels
 */
public record Pose(float scale, float[] rotation, float[] translation) {
  public Pose {
    if (rotation.length != 9 || translation.length != 3) {
      throw new IllegalArgumentException("a pose has 9 rotation and 3 translation numbers");
    }
  }

  /** Carries one canonical point (three consecutive floats at {@code offset}) to the image. */
  public void toImage(float[] from, int offset, float[] to, int toOffset) {
    float x = from[offset];
    float y = from[offset + 1];
    float z = from[offset + 2];
    for (int row = 0; row < 3; row++) {
      to[toOffset + row] =
          scale * (rotation[3 * row] * x + rotation[3 * row + 1] * y + rotation[3 * row + 2] * z) + translation[row];
    }
  }

  /** Carries one image point back to canonical coordinates. */
  public void toCanonical(float[] from, int offset, float[] to, int toOffset) {
    float x = (from[offset] - translation[0]) / scale;
    float y = (from[offset + 1] - translation[1]) / scale;
    float z = (from[offset + 2] - translation[2]) / scale;
    for (int column = 0; column < 3; column++) {
      to[toOffset + column] = rotation[column] * x + rotation[3 + column] * y + rotation[6 + column] * z;
    }
  }
}
