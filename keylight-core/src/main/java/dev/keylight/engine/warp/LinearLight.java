package dev.keylight.engine.warp;

/**
 * Tables between 8-bit sRGB (IEC 61966-2-1) and linear light. Linear values reach up to {@link #CEILING}, because a lit
 * face overshoots white; a film-like shoulder brings them back.
 */
final class LinearLight {
  /** Linear values above this are the same white. */
  static final float CEILING = 6f;

  private static final int STEPS_PER_UNIT = 16384;
  private static final float[] DECODE = new float[256];
  private static final byte[] ENCODE = table(false);
  private static final byte[] ENCODE_WITH_SHOULDER = table(true);

  /** Where the shoulder leaves the straight line, linear. */
  private static final float KNEE = 0.62f;

  static {
    for (int level = 0; level < 256; level++) {
      DECODE[level] = (float) decode(level / 255.0);
    }
  }

  private LinearLight() {}

  static float decode(byte level) {
    return DECODE[level & 255];
  }

  static double decode(double encoded) {
    return encoded <= 0.04045 ? encoded / 12.92 : Math.pow((encoded + 0.055) / 1.055, 2.4);
  }

  static double encode(double linear) {
    return linear <= 0.0031308 ? 12.92 * linear : 1.055 * Math.pow(linear, 1 / 2.4) - 0.055;
  }

  /** The table from linear (times {@link #index}) to 8-bit; with the shoulder, whites roll off instead of clipping. */
  static byte[] encodeTable(boolean shoulder) {
    return shoulder ? ENCODE_WITH_SHOULDER : ENCODE;
  }

  /** Where a linear value stands in the encode tables. */
  static int index(float linear) {
    int index = (int) (linear * STEPS_PER_UNIT + 0.5f);
    return index < 0 ? 0 : Math.min(index, (int) (CEILING * STEPS_PER_UNIT));
  }

  /** Identity up to the knee, then an exponential approach to 1 with the same slope at the knee. */
  static double shoulder(double linear) {
    return linear <= KNEE ? linear : KNEE + (1 - KNEE) * (1 - Math.exp(-(linear - KNEE) / (1 - KNEE)));
  }

  private static byte[] table(boolean shoulder) {
    byte[] table = new byte[(int) (CEILING * STEPS_PER_UNIT) + 1];
    for (int i = 0; i < table.length; i++) {
      double linear = (double) i / STEPS_PER_UNIT;
      table[i] = (byte) Math.round(255 * Math.min(1, encode(shoulder ? shoulder(linear) : linear)));
    }
    return table;
  }
}
