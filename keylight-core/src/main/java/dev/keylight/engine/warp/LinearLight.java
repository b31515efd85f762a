package dev.keylight.engine.warp;

import dev.keylight.light.Srgb;

/**
 * From linear light back to 8-bit sRGB, through tables. Linear values reach up to {@link #CEILING}, because a lit face
 * overshoots white; a film-like shoulder brings them back.
 */
final class LinearLight {
  /** Linear values above this are the same white. */
  static final float CEILING = 6f;

  private static final int STEPS_PER_UNIT = 16384;
  private static final byte[] ENCODE = new byte[(int) (CEILING * STEPS_PER_UNIT) + 1];
  private static final float[] SHOULDER = new float[ENCODE.length];

  /** Where the shoulder leaves the straight line, linear. */
  private static final float KNEE = 0.62f;

  /** Share of the roll-off that keeps hue; the rest bleaches each channel by itself, as film does. */
  private static final float HUE_KEPT = 0.2f;

  static {
    for (int i = 0; i < ENCODE.length; i++) {
      float linear = (float) i / STEPS_PER_UNIT;
      ENCODE[i] = (byte) Math.round(255 * Math.min(1, Srgb.encoded(linear)));
      SHOULDER[i] = (float) shoulder(linear);
    }
  }

  private LinearLight() {}

  /** Linear to 8-bit sRGB, clipped at white. */
  static byte encode(float linear) {
    return ENCODE[index(linear)];
  }

  /**
   * Brings one overshooting colour into range, in place: whites roll off instead of clipping.
   *
   * @param rgb linear, at least 0
   * @param share how much of the way is gone; a face in its own light has been through a camera already and needs none
   */
  static void rollOff(float[] rgb, float share) {
    float luminance = 0.2126f * rgb[0] + 0.7152f * rgb[1] + 0.0722f * rgb[2];
    float dimmed = HUE_KEPT * SHOULDER[index(luminance)] / Math.max(1e-4f, luminance);
    for (int c = 0; c < 3; c++) {
      float rolled = Math.min(1, dimmed * rgb[c]) + (1 - HUE_KEPT) * SHOULDER[index(rgb[c])];
      rgb[c] += share * (rolled - rgb[c]);
    }
  }

  private static int index(float linear) {
    int index = (int) (linear * STEPS_PER_UNIT + 0.5f);
    return index < 0 ? 0 : Math.min(index, (int) (CEILING * STEPS_PER_UNIT));
  }

  /** Identity up to the knee, then an exponential approach to 1 with the same slope at the knee. */
  private static double shoulder(double linear) {
    return linear <= KNEE ? linear : KNEE + (1 - KNEE) * (1 - Math.exp(-(linear - KNEE) / (1 - KNEE)));
  }
}
