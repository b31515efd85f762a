package dev.keylight.media;

/**
 * An exact fraction, used for frame rates (30000/1001) and time bases.
 *
 * @param numerator any value
 * @param denominator positive
 */
public record Rational(long numerator, long denominator) {
  public Rational {
    if (denominator <= 0) {
      throw new IllegalArgumentException("denominator must be positive, was " + denominator);
    }
  }

  public double value() {
    return (double) numerator / denominator;
  }

  @Override
  public String toString() {
    return denominator == 1 ? Long.toString(numerator) : numerator + "/" + denominator;
  }
}
