package dev.keylight.train.tiny;

import dev.keylight.light.Lamp;
import dev.keylight.light.SphericalHarmonics;
import java.util.random.RandomGenerator;

/** Lights that training pictures are put in: a room and one or two lamps, from anywhere but seldom from behind. */
final class RandomLight {
  private RandomLight() {}

  static SphericalHarmonics draw(RandomGenerator random) {
    float room = 0.1f + 0.6f * random.nextFloat();
    SphericalHarmonics light = SphericalHarmonics.ambient(room, room, room).plus(lamp(random, 1));
    if (random.nextDouble() < 0.3) {
      light = light.plus(lamp(random, 0.6f));
    }
    float warmth = (float) (0.15 * random.nextGaussian());
    return light.tinted((float) Math.exp(warmth), 1, (float) Math.exp(-warmth));
  }

  private static SphericalHarmonics lamp(RandomGenerator random, float strength) {
    float azimuth = (float) (70 * random.nextGaussian());
    float elevation = Math.max(-80, Math.min(85, (float) (15 + 30 * random.nextGaussian())));
    float softness = 0.6f * random.nextFloat();
    return Lamp.of(azimuth, elevation, strength * (0.4f + random.nextFloat()), softness).harmonics();
  }
}
