package dev.keylight.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;

/** What an earlier run had made of an item, and whether it is still that. */
final class Earlier {
  private final Path stage;
  private final Map<String, FileTime> marks = new HashMap<>();

  Earlier(Path stage) {
    this.stage = stage;
  }

  void add(String name) throws IOException {
    marks.put(name, Files.getLastModifiedTime(stage.resolve(name)));
  }

  /** Links are replaced by who writes anew, and so are copies, which then have another time. */
  boolean untouched(String name) throws IOException {
    Path file = stage.resolve(name);
    return Files.isSymbolicLink(file) || Files.getLastModifiedTime(file).equals(marks.get(name));
  }
}
