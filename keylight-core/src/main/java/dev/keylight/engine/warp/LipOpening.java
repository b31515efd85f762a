package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.Pose;

/**
 * The space between the lips of one face, turned upright by the head's roll: u runs along the mouth, v down, in pixels from
 * the middle of the upper lip's edge.
 */
final class LipOpening {
  static final int[] UPPER = FaceLandmarks.upperLip();
  static final int[] LOWER = FaceLandmarks.lowerLip();
  private static final int UPPER_MIDDLE = FaceLandmarks.UPPER_LIP_INNER;
  private static final int LOWER_MIDDLE = FaceLandmarks.LOWER_LIP_INNER;

  private final float cos;
  private final float sin;
  private final float centreX;
  private final float centreY;
  private final float scale;
  private final float centimetres;
  private final float[] upperU = new float[UPPER.length];
  private final float[] upperV = new float[UPPER.length];
  private final float[] lowerU = new float[LOWER.length];
  private final float[] lowerV = new float[LOWER.length];
  private float minX = Float.MAX_VALUE;
  private float maxX = -Float.MAX_VALUE;
  private float minY = Float.MAX_VALUE;
  private float maxY = -Float.MAX_VALUE;

  LipOpening(float[] vertices, Pose pose) {
    float roll = (float) Math.atan2(pose.rotation()[3], pose.rotation()[0]);
    cos = (float) Math.cos(-roll);
    sin = (float) Math.sin(-roll);
    centreX = vertices[3 * UPPER_MIDDLE];
    centreY = vertices[3 * UPPER_MIDDLE + 1];
    scale = pose.scale();
    centimetres = centimetres(vertices, scale);
    place(vertices, UPPER, upperU, upperV);
    place(vertices, LOWER, lowerU, lowerV);
  }

  /** How far the middles of the lips are apart, in centimetres. */
  static float centimetres(float[] vertices, float scale) {
    float dx = vertices[3 * UPPER_MIDDLE] - vertices[3 * LOWER_MIDDLE];
    float dy = vertices[3 * UPPER_MIDDLE + 1] - vertices[3 * LOWER_MIDDLE + 1];
    return (float) Math.hypot(dx, dy) / scale;
  }

  private void place(float[] vertices, int[] edge, float[] us, float[] vs) {
    for (int i = 0; i < edge.length; i++) {
      float x = vertices[3 * edge[i]];
      float y = vertices[3 * edge[i] + 1];
      us[i] = u(x, y);
      vs[i] = v(x, y);
      minX = Math.min(minX, x);
      maxX = Math.max(maxX, x);
      minY = Math.min(minY, y);
      maxY = Math.max(maxY, y);
    }
  }

  float u(float x, float y) {
    return cos * (x - centreX) - sin * (y - centreY);
  }

  float v(float x, float y) {
    return sin * (x - centreX) + cos * (y - centreY);
  }

  /** Image x of a place. */
  float x(float u, float v) {
    return centreX + cos * u + sin * v;
  }

  /** Image y of a place. */
  float y(float u, float v) {
    return centreY - sin * u + cos * v;
  }

  float centimetres() {
    return centimetres;
  }

  /** Pixels per centimetre. */
  float scale() {
    return scale;
  }

  float left() {
    return upperU[0];
  }

  float right() {
    return upperU[upperU.length - 1];
  }

  /** v of the upper lip's edge. */
  float top(float u) {
    return along(upperU, upperV, u);
  }

  /** v of the lower lip's edge. */
  float bottom(float u) {
    return along(lowerU, lowerV, u);
  }

  /** v of the lower lip's middle. */
  float lowerMiddle() {
    return lowerV[lowerV.length / 2];
  }

  int firstX() {
    return Math.max(0, (int) minX - 2);
  }

  int lastX(int width) {
    return Math.min(width - 1, (int) maxX + 2);
  }

  int firstY() {
    return Math.max(0, (int) minY - 2);
  }

  int lastY(int height) {
    return Math.min(height - 1, (int) maxY + 2);
  }

  /** By linear interpolation along a lip's points. */
  private static float along(float[] us, float[] vs, float u) {
    for (int i = 1; i < us.length; i++) {
      if (u <= us[i] || i == us.length - 1) {
        float span = us[i] - us[i - 1];
        float t = Math.abs(span) < 1e-4f ? 0 : HeadMesh.clamp((u - us[i - 1]) / span, 0, 1);
        return vs[i - 1] + t * (vs[i] - vs[i - 1]);
      }
    }
    return vs[vs.length - 1];
  }
}
