package dev.keylight.light;

/** A light over time: constant, keyframed, rotating, or followed from another video. Thread safe. */
public interface Lighting {
  /** The light at a moment of the output, in seconds from its start. */
  SphericalHarmonics at(double seconds);

  /** The same light for ever. */
  static Lighting constant(SphericalHarmonics light) {
    return seconds -> light;
  }
}
