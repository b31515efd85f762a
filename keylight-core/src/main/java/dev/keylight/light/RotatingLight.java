package dev.keylight.light;

/**
 * A light that turns steadily about an axis through the head.
 *
 * @param base the light at time zero; may itself change over time
 * @param axis in light axes, of any length but zero
 * @param degreesPerSecond positive about y carries light from the front to the right of the picture
 */
public record RotatingLight(Lighting base, float[] axis, double degreesPerSecond) implements Lighting {
  @Override
  public SphericalHarmonics at(double seconds) {
    return base.at(seconds).rotated(Turn.about(axis, degreesPerSecond * seconds % 360));
  }
}
