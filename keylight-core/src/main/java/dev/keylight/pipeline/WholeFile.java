package dev.keylight.pipeline;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Small files that are there whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes beside the target and renames.
   *
   * @throws KeylightException when the place cannot be written
   */
  public static void write(Path target, byte[] content) {
    Path part = partOf(target);
    try {
      Files.write(part, content);
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      discard(part);
      throw new KeylightException("cannot write " + target + ": " + e.getMessage() + "; choose a folder you may write to", e);
    }
  }

  /** The name under which a file is written until it is whole. */
  static Path partOf(Path target) {
    String name = "." + target.getFileName() + "." + UUID.randomUUID().toString().substring(0, 8) + ".part";
    return target.toAbsolutePath().resolveSibling(name);
  }

  static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
