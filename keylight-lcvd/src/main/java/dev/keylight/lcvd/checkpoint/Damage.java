package dev.keylight.lcvd.checkpoint;

import dev.keylight.BadInputException;
import java.nio.file.Path;

/** Words for files that cannot be trusted or understood. */
final class Damage {
  private Damage() {}

  /** The error for a file that breaks its format's rules. */
  static BadInputException in(Path file, String what) {
    return new BadInputException(
        file + " cannot be used: " + what + ". Download it again, and compare its size and hash with the source.");
  }
}
