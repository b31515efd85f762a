package dev.keylight.engine;

import dev.keylight.Progress;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Rational;
import java.util.Optional;

/**
 * What an engine needs to know besides the steps.
 *
 * @param sourceLight the light the portrait was taken in, when known; engines that need it estimate it otherwise
 * @param lightStrength 0 keeps the portrait's own light, 1 the target's, above 1 exaggerates it
 * @param exposure stops added after the brightness of the target was balanced to the portrait's
 * @param shadows whether nose, brow and chin throw soft shadows
 * @param seed decides everything random
 * @param timeBase of the steps' presentation times
 * @param clock times the shading
 * @param progress of the whole render: an engine that works long before its first frame shows that as a part of it
 */
public record EngineOptions(
    Optional<SphericalHarmonics> sourceLight,
    float lightStrength,
    float exposure,
    boolean shadows,
    long seed,
    Rational timeBase,
    ShadingClock clock,
    Progress progress) {

  /** The same, untimed and for who follows nothing. */
  public EngineOptions(
      Optional<SphericalHarmonics> sourceLight,
      float lightStrength,
      float exposure,
      boolean shadows,
      long seed,
      Rational timeBase) {
    this(sourceLight, lightStrength, exposure, shadows, seed, timeBase, ShadingClock.NONE, Progress.NONE);
  }
}
