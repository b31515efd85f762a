package dev.keylight.studio.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Whole folders: how large they are, and away with them. */
public final class Folders {
  private Folders() {}

  /** Removes a folder with all in it, if it is there. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Bytes of all files in a folder. */
  public static long size(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return 0;
    }
    long sum = 0;
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        try {
          sum += Files.size(path);
        } catch (NoSuchFileException e) {
          // Gone while we counted.
        }
      }
    }
    return sum;
  }
}
