package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.Pose;

/**
 * What is seen between opened lips. A portrait with an open mouth lends its own interior, moved with the lips; a closed
 * one gets a neutral interior: dark cavity, the edge of the upper teeth fixed to the skull, the lower teeth to the jaw, a
 * hint of tongue. Nothing of the driver's mouth is ever shown.
 *
 * <p>Painted into the albedo layer, so that the same light falls on it as on the face.
 */
final class Mouth {
  /** The edges of the opening. */
  static final int[] UPPER = FaceLandmarks.upperLip();

  static final int[] LOWER = FaceLandmarks.lowerLip();

  private static final int UPPER_MIDDLE = FaceLandmarks.UPPER_LIP_INNER;
  private static final int LOWER_MIDDLE = FaceLandmarks.LOWER_LIP_INNER;

  // Canonical centimetres.
  private static final float TEETH_BELOW_LIP = 0.30f;
  private static final float LOWER_TEETH_ABOVE_LIP = 0.12f;
  private static final float OPEN_FROM = 0.06f;
  private static final float OPEN_FULLY = 0.22f;

  /** Barely parted lips show a dark line, not teeth. */
  private static final float TEETH_FROM = 0.6f;

  private static final float TEETH_FULLY = 1.3f;

  /** Albedo relative to the skin's. */
  private static final float[] CAVITY = {0.10f, 0.035f, 0.03f};

  private static final float[] TEETH = {1.14f, 1.14f, 1.06f};
  private static final float[] TONGUE = {0.62f, 0.36f, 0.36f};

  private final float[] skin;
  private final float[] upperLipCanonical = new float[3];
  private final float referenceOpening;
  private final float[] upperX = new float[UPPER.length];
  private final float[] upperY = new float[UPPER.length];
  private final float[] lowerX = new float[LOWER.length];
  private final float[] lowerY = new float[LOWER.length];

  /**
   * @param reference face vertices in the reference picture
   * @param skin linear RGB albedo of the portrait's cheeks
   */
  Mouth(float[] reference, Pose pose, float[] skin) {
    this.skin = skin;
    pose.toCanonical(reference, 3 * UPPER_MIDDLE, upperLipCanonical, 0);
    this.referenceOpening = opening(reference, pose.scale());
  }

  /** Opening of the lips in centimetres. */
  private static float opening(float[] vertices, float scale) {
    float dx = vertices[3 * UPPER_MIDDLE] - vertices[3 * LOWER_MIDDLE];
    float dy = vertices[3 * UPPER_MIDDLE + 1] - vertices[3 * LOWER_MIDDLE + 1];
    return (float) Math.hypot(dx, dy) / scale;
  }

  /**
   * @param layer interleaved premultiplied albedo RGB and alpha of the frame, changed in place
   * @param vertices the moved face
   */
  void paint(float[] layer, int width, int height, float[] vertices, Pose pose) {
    float opening = opening(vertices, pose.scale());
    if (opening <= OPEN_FROM) {
      return;
    }
    float own = HeadMesh.smoothstep(0.35f, 0.7f, referenceOpening)
        * (1 - HeadMesh.smoothstep(1.4f, 2.2f, opening / Math.max(0.05f, referenceOpening)));
    float strength = HeadMesh.smoothstep(OPEN_FROM, OPEN_FULLY, opening) * (1 - own);
    if (strength <= 0) {
      return;
    }
    // Work upright: turn the mouth by the head's roll.
    float roll = (float) Math.atan2(pose.rotation()[3], pose.rotation()[0]);
    float cos = (float) Math.cos(-roll);
    float sin = (float) Math.sin(-roll);
    float cx = vertices[3 * UPPER_MIDDLE];
    float cy = vertices[3 * UPPER_MIDDLE + 1];
    float minX = Float.MAX_VALUE;
    float maxX = -Float.MAX_VALUE;
    float minY = Float.MAX_VALUE;
    float maxY = -Float.MAX_VALUE;
    for (int i = 0; i < UPPER.length; i++) {
      for (boolean upper : new boolean[] {true, false}) {
        int v = upper ? UPPER[i] : LOWER[i];
        float dx = vertices[3 * v] - cx;
        float dy = vertices[3 * v + 1] - cy;
        (upper ? upperX : lowerX)[i] = cos * dx - sin * dy;
        (upper ? upperY : lowerY)[i] = sin * dx + cos * dy;
        minX = Math.min(minX, vertices[3 * v]);
        maxX = Math.max(maxX, vertices[3 * v]);
        minY = Math.min(minY, vertices[3 * v + 1]);
        maxY = Math.max(maxY, vertices[3 * v + 1]);
      }
    }
    float[] lip = new float[3];
    pose.toImage(upperLipCanonical, 0, lip, 0);
    float s = pose.scale();
    float upperTeeth = sin * (lip[0] - cx) + cos * (lip[1] - cy) + TEETH_BELOW_LIP * s;
    float lowerTeeth = lowerY[LOWER.length / 2] - LOWER_TEETH_ABOVE_LIP * s;
    float tongue = upperTeeth + 0.62f * (lowerTeeth - upperTeeth);
    float left = upperX[0];
    float right = upperX[UPPER.length - 1];
    float soft = Math.max(0.9f, 0.07f * s);

    int x0 = Math.max(0, (int) minX - 2);
    int x1 = Math.min(width - 1, (int) maxX + 2);
    int y0 = Math.max(0, (int) minY - 2);
    int y1 = Math.min(height - 1, (int) maxY + 2);
    float[] colour = new float[3];
    float bared = HeadMesh.smoothstep(TEETH_FROM, TEETH_FULLY, opening);
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        float dx = x + 0.5f - cx;
        float dy = y + 0.5f - cy;
        float u = cos * dx - sin * dy;
        float v = sin * dx + cos * dy;
        if (u <= left || u >= right) {
          continue;
        }
        float top = curve(upperX, upperY, u);
        float bottom = curve(lowerX, lowerY, u);
        float inside = Math.min(v - top, bottom - v);
        float cover = strength * HeadMesh.clamp(0.5f + inside / 1.6f, 0, 1);
        if (cover <= 0) {
          continue;
        }
        float across = 2 * (u - left) / (right - left) - 1;
        float side = 1 - across * across;
        interior(colour, u, v, top, bottom, upperTeeth, lowerTeeth, tongue, side, s, soft, bared);
        int i = 4 * (y * width + x);
        float alpha = layer[i + 3];
        for (int c = 0; c < 3; c++) {
          layer[i + c] += cover * (colour[c] * skin[c] * alpha - layer[i + c]);
        }
      }
    }
  }

  private void interior(float[] colour, float u, float v, float top, float bottom, float upperTeeth, float lowerTeeth,
      float tongue, float side, float s, float soft, float bared) {
    float depth = HeadMesh.clamp((v - top) / Math.max(1, bottom - top), 0, 1);
    // The lips shade what lies right behind them, the corners are dark.
    float lipShade = HeadMesh.smoothstep(0, 0.28f * s, v - top);
    float open = HeadMesh.smoothstep(0, 0.5f, side);
    float teeth = (1 - HeadMesh.smoothstep(upperTeeth - soft, upperTeeth + soft, v)) * open * bared;
    float gap = (float) Math.abs(Math.sin(Math.PI * u / (0.72f * s)));
    float enamel = (0.14f + 0.44f * lipShade) * (0.86f + 0.14f * HeadMesh.smoothstep(0, 0.22f, gap)) * (0.55f + 0.45f * side);
    float low = HeadMesh.smoothstep(lowerTeeth - soft, lowerTeeth + soft, v) * open * 0.6f * bared;
    float lowEnamel = 0.26f * (0.5f + 0.5f * side);
    float wet = HeadMesh.smoothstep(tongue - 0.25f * s, tongue + 0.35f * s, v) * open * (1 - low) * 0.6f * bared;
    for (int c = 0; c < 3; c++) {
      float value = CAVITY[c] * (0.6f + 0.6f * depth);
      value += wet * (TONGUE[c] * 0.55f - value);
      value += low * (TEETH[c] * lowEnamel - value);
      value += teeth * (TEETH[c] * enamel - value);
      colour[c] = value;
    }
  }

  /** Height of a lip contour at u, by linear interpolation along its points. */
  private static float curve(float[] xs, float[] ys, float u) {
    for (int i = 1; i < xs.length; i++) {
      if (u <= xs[i] || i == xs.length - 1) {
        float span = xs[i] - xs[i - 1];
        float t = Math.abs(span) < 1e-4f ? 0 : HeadMesh.clamp((u - xs[i - 1]) / span, 0, 1);
        return ys[i - 1] + t * (ys[i] - ys[i - 1]);
      }
    }
    return ys[ys.length - 1];
  }
}
