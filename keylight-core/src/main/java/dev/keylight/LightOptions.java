package dev.keylight;

/**
 * How the target light is put on.
 *
 * @param strength 0 keeps the portrait's own light, 1 is the target's, up to 2 exaggerates it
 * @param exposure stops added after the target's brightness was balanced to the portrait's, −4..4
 * @param shadows whether nose, brow and chin throw soft shadows
 */
public record LightOptions(float strength, float exposure, boolean shadows) {
  /** The target's light at the portrait's brightness, with shadows. */
  public static final LightOptions DEFAULT = new LightOptions(1, 0, true);

  /** @throws IllegalArgumentException naming what is out of its range, and the range */
  public LightOptions {
    Range.require("light strength", strength, 0, 2);
    Range.require("exposure", exposure, -4, 4);
  }
}
