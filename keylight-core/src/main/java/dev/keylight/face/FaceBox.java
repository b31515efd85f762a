package dev.keylight.face;

/**
 * The upright box around a mesh.
 *
 * @param x left edge in pixels
 * @param y upper edge in pixels
 * @param width in pixels
 * @param height in pixels
 */
public record FaceBox(float x, float y, float width, float height) {

  /** The smallest box that holds all vertices (x, y, z each). */
  public static FaceBox of(float[] vertices) {
    float left = Float.POSITIVE_INFINITY;
    float top = Float.POSITIVE_INFINITY;
    float right = Float.NEGATIVE_INFINITY;
    float bottom = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < vertices.length; i += 3) {
      left = Math.min(left, vertices[i]);
      right = Math.max(right, vertices[i]);
      top = Math.min(top, vertices[i + 1]);
      bottom = Math.max(bottom, vertices[i + 1]);
    }
    return new FaceBox(left, top, right - left, bottom - top);
  }

  public float centerX() {
    return x + width / 2;
  }

  public float centerY() {
    return y + height / 2;
  }

  /** Area of the intersection over area of the union, 0..1. */
  public float overlap(FaceBox other) {
    float w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
    float h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
    if (w <= 0 || h <= 0) {
      return 0;
    }
    return w * h / (width * height + other.width * other.height - w * h);
  }
}
