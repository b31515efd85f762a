package dev.keylight.media;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The checks every input passes before anybody decodes it. */
final class InputFile {
  private InputFile() {}

  static void requireReadable(Path file) {
    if (!Files.exists(file)) {
      throw new BadInputException(file + " does not exist");
    }
    if (!Files.isReadable(file)) {
      throw new BadInputException(file + " cannot be read: permission denied");
    }
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + " is not a file");
    }
    try {
      if (Files.size(file) == 0) {
        throw new BadInputException(file + " is empty (0 bytes)");
      }
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  static void requirePixels(Path file, long width, long height, Limits limits) {
    if (width * height > limits.maxPixels()) {
      throw new BadInputException(String.format("%s is %d×%d, %.0f megapixels, more than the limit of %.0f; scale it "
          + "down or raise the limit", file, width, height, width * height / 1e6, limits.maxPixels() / 1e6));
    }
  }
}
