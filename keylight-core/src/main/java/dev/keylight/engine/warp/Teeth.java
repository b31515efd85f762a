package dev.keylight.engine.warp;

/**
 * Teeth of nobody in particular, as seen from the front: two rows of single teeth, each with its width and length, that turn
 * away towards the corners of the mouth. All measures are in centimetres, counted from the middle of the row; widths follow
 * Ash and Nelson, "Wheeler's Dental Anatomy", foreshortened by the arch they stand on.
 */
final class Teeth {
  /** Where teeth end, from the middle outward. */
  private static final float[] UPPER_ENDS = {0.85f, 1.48f, 2.08f, 2.52f, 2.84f};

  private static final float[] LOWER_ENDS = {0.5f, 1.02f, 1.58f, 2.02f, 2.36f};

  /** How much shorter they are than the middle ones. */
  private static final float[] UPPER_SHORTER = {0, 0.07f, 0.02f, 0.1f, 0.16f};

  private static final float[] LOWER_SHORTER = {0, 0, 0.03f, 0.08f, 0.12f};

  /** How far apart two teeth look, and how much their corners are rounded there. */
  private static final float GAP = 0.055f;

  private static final float ROUNDED = 0.07f;

  /** How much darker it is between two teeth than on them. */
  private static final float GAP_SHADE = 0.38f;

  /** Albedo over the skin's luminance, and how far teeth keep out of the skin's colour. */
  private static final float[] WHITE = {1.12f, 1.08f, 0.97f};

  private static final float OWN_COLOUR = 0.45f;

  private Teeth() {}

  /**
   * The colour of teeth beside a skin.
   *
   * @param skin linear RGB albedo
   * @return relative to the skin's, channel by channel
   */
  static float[] colour(float[] skin) {
    float luminance = 0.2126f * skin[0] + 0.7152f * skin[1] + 0.0722f * skin[2];
    float[] colour = new float[3];
    for (int c = 0; c < 3; c++) {
      colour[c] = WHITE[c] * (1 + OWN_COLOUR * (luminance / Math.max(0.01f, skin[c]) - 1));
    }
    return colour;
  }

  /** By how much a row ends short of its middle's biting edge, so far from the middle. */
  static float shorter(boolean upper, float across) {
    float[] ends = upper ? UPPER_ENDS : LOWER_ENDS;
    int tooth = tooth(ends, across);
    float corner = 1 - HeadMesh.smoothstep(0, 2 * GAP, toGap(ends, tooth, across));
    return (upper ? UPPER_SHORTER : LOWER_SHORTER)[tooth] + ROUNDED * corner + (upper ? 0.015f : -0.01f) * across * across;
  }

  /**
   * How bright a row is so far from its middle, 0..1: dark between teeth, fading where the arch turns away.
   *
   * @param pixel size of a pixel, below which no gap can be drawn
   */
  static float bright(boolean upper, float across, float pixel) {
    float[] ends = upper ? UPPER_ENDS : LOWER_ENDS;
    float last = ends[ends.length - 1];
    float wide = Math.max(GAP, pixel);
    float gap = 1 - HeadMesh.smoothstep(0, wide, toGap(ends, tooth(ends, across), across));
    float turned = 1 - 0.55f * HeadMesh.smoothstep(0.7f, last, across);
    return turned * (1 - GAP_SHADE * GAP / wide * gap) * (1 - HeadMesh.smoothstep(0.94f * last, 1.06f * last, across));
  }

  private static int tooth(float[] ends, float across) {
    int tooth = 0;
    while (tooth < ends.length - 1 && across > ends[tooth]) {
      tooth++;
    }
    return tooth;
  }

  /** Distance to where the tooth meets a neighbour. */
  private static float toGap(float[] ends, int tooth, float across) {
    return Math.min(Math.abs(across - ends[tooth]), tooth == 0 ? across : across - ends[tooth - 1]);
  }
}
