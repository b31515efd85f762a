package dev.keylight;

import dev.keylight.motion.MotionTemplate;
import java.nio.file.Path;

/**
 * What moves the portrait.
 *
 * @param said the name of a bundled template, or a file: a video or a picture
 */
public record Motion(String said) {
  /** A template by name, or a file. */
  public static Motion of(String said) {
    return new Motion(said);
  }

  /** A video or a picture. */
  public static Motion file(Path file) {
    return new Motion(file.toString());
  }

  /** Whether a bundled template is meant. */
  public boolean isTemplate() {
    return MotionTemplate.NAMES.contains(said);
  }
}
