package dev.keylight.light;

import java.util.List;

/**
 * Lights at given moments and what happens between them.
 *
 * @param keys in order of time, at least one
 * @param path whether a light cross-fades into the next or travels there
 * @param ease whether changes start and stop gently
 * @param loop whether the last key is followed by the first again; its light should be the first's
 */
public record KeyframedLight(List<Key> keys, Path path, Ease ease, boolean loop) implements Lighting {
  /**
   * @param seconds from the start
   * @param light then
   */
  public record Key(double seconds, SphericalHarmonics light) {}

  /** The way from one light to the next. */
  public enum Path {
    /** One fades out while the other fades in. */
    FADE,
    /** The light swings round the head from one dominant direction to the next while it changes. */
    SWING
  }

  /** The pace along the way. */
  public enum Ease {
    SMOOTH,
    LINEAR,
    STEP
  }

  public KeyframedLight {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keyframes need at least one key");
    }
    for (int i = 1; i < keys.size(); i++) {
      if (!(keys.get(i).seconds > keys.get(i - 1).seconds)) {
        throw new IllegalArgumentException("keyframe " + i + " is not later than the one before");
      }
    }
  }

  @Override
  public SphericalHarmonics at(double seconds) {
    double start = keys.get(0).seconds;
    double length = keys.get(keys.size() - 1).seconds - start;
    double moment = loop && length > 0 && seconds > start ? start + (seconds - start) % length : seconds;
    int next = 0;
    while (next < keys.size() && keys.get(next).seconds <= moment) {
      next++;
    }
    if (next == 0 || next == keys.size()) {
      return keys.get(Math.max(0, next - 1)).light;
    }
    Key from = keys.get(next - 1);
    Key to = keys.get(next);
    double part = eased((moment - from.seconds) / (to.seconds - from.seconds));
    return between(from.light, to.light, part);
  }

  private double eased(double part) {
    return switch (ease) {
      case SMOOTH -> part * part * (3 - 2 * part);
      case LINEAR -> part;
      case STEP -> 0;
    };
  }

  private SphericalHarmonics between(SphericalHarmonics a, SphericalHarmonics b, double part) {
    if (path == Path.FADE) {
      return a.mix(b, (float) part);
    }
    float[] from = a.dominantDirection();
    float[] to = b.dominantDirection();
    return a.rotated(Turn.between(from, to, part)).mix(b.rotated(Turn.between(to, from, 1 - part)), (float) part);
  }
}
