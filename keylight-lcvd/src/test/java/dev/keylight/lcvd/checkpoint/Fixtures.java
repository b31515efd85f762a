package dev.keylight.lcvd.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files made by tools/lcvd_checkpoint_fixtures.py. */
final class Fixtures {
  private Fixtures() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Fixtures.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  static Path file(String name, Path folder) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }
}
