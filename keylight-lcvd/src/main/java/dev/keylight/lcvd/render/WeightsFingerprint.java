package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Tells files apart without reading them: names, sizes and times of change. */
final class WeightsFingerprint {
  private WeightsFingerprint() {}

  static String of(List<Path> files) {
    StringBuilder all = new StringBuilder();
    for (Path file : files) {
      try {
        all.append(file.getFileName()).append(Files.size(file)).append(Files.getLastModifiedTime(file));
      } catch (IOException e) {
        throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
      }
    }
    return Integer.toHexString(all.toString().hashCode());
  }
}
