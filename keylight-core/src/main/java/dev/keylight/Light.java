package dev.keylight;

import java.nio.file.Path;

/**
 * The light that falls on the portrait.
 *
 * @param said as users name it: a named light, a file (photo, panorama, light JSON, video), lamps, or a mix of these
 */
public record Light(String said) {
  /** Whatever {@code keylight light} understands. */
  public static Light of(String said) {
    return new Light(said);
  }

  /** A photo or video whose face shows the light, a panorama, or light JSON. */
  public static Light file(Path file) {
    return new Light(file.toString());
  }
}
