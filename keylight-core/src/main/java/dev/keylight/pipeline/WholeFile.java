package dev.keylight.pipeline;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small files that are there whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes beside the target and renames.
   *
   * @throws KeylightException when the place cannot be written
   */
  public static void write(Path target, byte[] content) {
    Path folder = target.toAbsolutePath().getParent();
    Path part = null;
    try {
      part = Files.createTempFile(folder, "." + target.getFileName(), ".part");
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(part);
      throw new KeylightException("cannot write " + target + ": " + e.getMessage() + "; choose a folder you may write to", e);
    }
  }

  private static void discard(Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
