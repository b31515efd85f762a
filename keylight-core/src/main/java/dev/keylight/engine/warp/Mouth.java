package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.Pose;

/**
 * What is seen between opened lips. A portrait with an open mouth lends its own interior, moved with the lips; a closed
 * one gets that of another moment ({@link LentMouth}) where one is known, else a neutral interior: dark cavity, the edge of
 * the upper teeth fixed to the skull, the lower teeth to the jaw, a hint of tongue. Nothing of the driver's mouth is ever
 * shown.
 *
 * <p>Painted into the albedo layer, so that the same light falls on it as on the face.
 */
final class Mouth {
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

  private static final float[] TONGUE = {0.62f, 0.36f, 0.36f};

  /** Skin between these saturations is that of a black-and-white or of a coloured picture. */
  private static final float GREY = 0.03f;

  private static final float COLOURED = 0.1f;

  private final float[] skin;
  private final float[] teeth;
  private final float[] tongue;
  private final float[] cavity;
  private final float[] upperLipCanonical = new float[3];
  private final float referenceOpening;
  private final LentMouth lent;

  /**
   * @param reference face vertices in the reference picture
   * @param skin linear RGB albedo of the portrait's cheeks
   * @param lent the inside of its mouth at another moment, or null
   */
  Mouth(float[] reference, Pose pose, float[] skin, LentMouth lent) {
    this.skin = skin;
    this.teeth = inKeeping(Teeth.colour(skin));
    this.tongue = inKeeping(TONGUE);
    this.cavity = inKeeping(CAVITY);
    this.lent = lent;
    pose.toCanonical(reference, 3 * FaceLandmarks.UPPER_LIP_INNER, upperLipCanonical, 0);
    this.referenceOpening = LipOpening.centimetres(reference, pose.scale());
  }

  /** A colour relative to the skin's, without its hue as far as the skin has none: nothing is red in a grey picture. */
  private float[] inKeeping(float[] relative) {
    float most = Math.max(skin[0], Math.max(skin[1], skin[2]));
    float least = Math.min(skin[0], Math.min(skin[1], skin[2]));
    float coloured = HeadMesh.smoothstep(GREY, COLOURED, (most - least) / Math.max(0.01f, most));
    float grey = 0.2126f * relative[0] + 0.7152f * relative[1] + 0.0722f * relative[2];
    float[] kept = new float[3];
    for (int c = 0; c < 3; c++) {
      kept[c] = grey + coloured * (relative[c] - grey);
    }
    return kept;
  }

  /**
   * @param layer interleaved premultiplied albedo RGB and alpha of the frame, changed in place
   * @param vertices the moved face
   */
  void paint(float[] layer, int width, int height, float[] vertices, Pose pose) {
    LipOpening lips = new LipOpening(vertices, pose);
    float opening = lips.centimetres();
    if (opening <= OPEN_FROM) {
      return;
    }
    float own = HeadMesh.smoothstep(0.35f, 0.7f, referenceOpening)
        * (1 - HeadMesh.smoothstep(1.4f, 2.2f, opening / Math.max(0.05f, referenceOpening)));
    float strength = HeadMesh.smoothstep(OPEN_FROM, OPEN_FULLY, opening) * (1 - own);
    if (strength <= 0) {
      return;
    }
    float[] lip = new float[3];
    pose.toImage(upperLipCanonical, 0, lip, 0);
    float s = pose.scale();
    float middle = lips.u(lip[0], lip[1]);
    // A turned head shows its rows of teeth narrower.
    float wide = s * Math.max(0.3f, (float) Math.hypot(pose.rotation()[0], pose.rotation()[3]));
    float upperTeeth = lips.v(lip[0], lip[1]) + TEETH_BELOW_LIP * s;
    float lowerTeeth = lips.lowerMiddle() - LOWER_TEETH_ABOVE_LIP * s;
    float root = upperTeeth + 0.62f * (lowerTeeth - upperTeeth);
    float soft = Math.max(0.9f, 0.07f * s);
    float[] colour = new float[3];
    float bared = HeadMesh.smoothstep(TEETH_FROM, TEETH_FULLY, opening);
    for (int y = lips.firstY(); y <= lips.lastY(height); y++) {
      for (int x = lips.firstX(); x <= lips.lastX(width); x++) {
        float u = lips.u(x + 0.5f, y + 0.5f);
        float v = lips.v(x + 0.5f, y + 0.5f);
        if (u <= lips.left() || u >= lips.right()) {
          continue;
        }
        float top = lips.top(u);
        float bottom = lips.bottom(u);
        float cover = strength * HeadMesh.clamp(0.5f + Math.min(v - top, bottom - v) / 1.6f, 0, 1);
        if (cover <= 0) {
          continue;
        }
        float along = (u - lips.left()) / (lips.right() - lips.left());
        if (lent != null) {
          lent.colour(colour, along, Math.max(0, v - top) / s, Math.max(0, bottom - v) / s);
        } else {
          float side = 1 - (2 * along - 1) * (2 * along - 1);
          interior(colour, Math.abs(u - middle) / wide, v, top, bottom, upperTeeth, lowerTeeth, root, side, s, soft, bared);
        }
        int i = 4 * (y * width + x);
        float alpha = layer[i + 3];
        for (int c = 0; c < 3; c++) {
          layer[i + c] += cover * (colour[c] * skin[c] * alpha - layer[i + c]);
        }
      }
    }
  }

  /** @param across distance from the middle of the teeth, in centimetres */
  private void interior(float[] colour, float across, float v, float top, float bottom, float upperTeeth, float lowerTeeth,
      float root, float side, float s, float soft, float bared) {
    float depth = HeadMesh.clamp((v - top) / Math.max(1, bottom - top), 0, 1);
    // The lips shade what lies right behind them, the corners are dark.
    float lipShade = HeadMesh.smoothstep(0, 0.32f * s, v - top);
    float open = HeadMesh.smoothstep(0, 0.5f, side);
    float upperEdge = upperTeeth - s * Teeth.shorter(true, across);
    float upper = (1 - HeadMesh.smoothstep(upperEdge - soft, upperEdge + soft, v)) * open * bared;
    float enamel = (0.22f + 0.64f * lipShade) * Teeth.bright(true, across, 1 / s) * (0.6f + 0.4f * side);
    float lowerEdge = lowerTeeth + s * Teeth.shorter(false, across);
    float low = HeadMesh.smoothstep(lowerEdge - soft, lowerEdge + soft, v) * open * 0.7f * bared;
    float lowEnamel = 0.34f * Teeth.bright(false, across, 1 / s) * (0.5f + 0.5f * side);
    float wet = HeadMesh.smoothstep(root - 0.25f * s, root + 0.35f * s, v) * open * (1 - low) * 0.6f * bared;
    for (int c = 0; c < 3; c++) {
      float value = cavity[c] * (0.6f + 0.6f * depth);
      value += wet * (tongue[c] * 0.55f - value);
      value += low * (teeth[c] * lowEnamel - value);
      value += upper * (teeth[c] * enamel - value);
      colour[c] = value;
    }
  }
}
