package dev.keylight;

import java.nio.file.Path;

/**
 * What moves the portrait.
 *
 * @param said the name of a bundled template, or a file: a video, a picture, a template in JSON
 */
public record Motion(String said) {
  /** A template by name, or a file. */
  public static Motion of(String said) {
    return new Motion(said);
  }

  /** A video, a picture or a template in JSON. */
  public static Motion file(Path file) {
    return new Motion(file.toString());
  }
}
