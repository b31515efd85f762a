package dev.keylight;

/**
 * Checks options. Stands apart from them, so that no options' class has to be initialised for another's to be: they hold each
 * other's defaults.
 */
final class Range {
  private Range() {}

  static void require(String what, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(
          what + " must be between " + number(low) + " and " + number(high) + ", was " + number(value));
    }
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
