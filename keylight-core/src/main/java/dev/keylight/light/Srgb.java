package dev.keylight.light;

/** The sRGB transfer curve (IEC 61966-2-1), because all light arithmetic is done in linear light. */
public final class Srgb {
  private static final float[] LINEAR = new float[256];
  private static final byte[] ENCODED = new byte[4096 + 1];

  static {
    for (int i = 0; i < 256; i++) {
      LINEAR[i] = linear(i / 255f);
    }
    for (int i = 0; i < ENCODED.length; i++) {
      // Indexed by the square root, so that the dark end keeps its steps.
      float root = i / 4096f;
      ENCODED[i] = (byte) Math.round(255 * encoded(root * root));
    }
  }

  private Srgb() {}

  /** An 8-bit value as linear light in 0..1. */
  public static float toLinear(byte value) {
    return LINEAR[value & 0xff];
  }

  /** Linear light as an 8-bit value, clamped to 0..1; from a table, at most one level off near a rounding edge. */
  public static byte toByte(float linear) {
    if (!(linear > 0)) {
      return 0;
    }
    return linear >= 1 ? (byte) 255 : ENCODED[(int) (Math.sqrt(linear) * 4096 + .5)];
  }

  /** The curve itself: a display value in 0..1 as linear light. */
  public static float linear(float value) {
    return value <= 0.04045f ? value / 12.92f : (float) Math.pow((value + 0.055) / 1.055, 2.4);
  }

  /** The inverse of {@link #linear(float)}. */
  public static float encoded(float linear) {
    return linear <= 0.0031308f ? linear * 12.92f : (float) (1.055 * Math.pow(linear, 1 / 2.4) - 0.055);
  }
}
