package dev.keylight.pipeline;

import dev.keylight.light.SphericalHarmonics;

/**
 * A light read off one frame after another, made steady: the noise of single fits would flicker, so each new one moves the
 * light only a part of the way, the more the longer the last one is ago.
 */
final class SteadyLight {
  /** Seconds after which a change of light has been followed to two thirds. */
  private static final double TIME_CONSTANT = 0.4;

  private SphericalHarmonics light;
  private double seconds;

  SphericalHarmonics next(SphericalHarmonics seen, double at) {
    if (light == null) {
      light = seen;
    } else {
      light = light.mix(seen, (float) (1 - Math.exp(-(at - seconds) / TIME_CONSTANT)));
    }
    seconds = at;
    return light;
  }
}
