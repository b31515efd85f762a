package dev.keylight.train.lcvd;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.model.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in the published layout for what was trained. What did not learn (autoencoder, CLIP, all config.json) is brought
 * over from the start: as a hard link where the file system can, else as a copy.
 */
final class PublishedResult {
  private static final String SVD = "stable-video-diffusion-img2vid-xt";

  private final Path folder;

  PublishedResult(ModelFolder start, Path folder) {
    this.folder = folder;
    Path from = start.root().resolve(SVD);
    try (Stream<Path> files = Files.walk(from)) {
      Files.createDirectories(folder.resolve("relipa"));
      List<Path> kept = files.filter(Files::isRegularFile).filter(file -> !file.startsWith(from.resolve("unet"))
          || file.toString().endsWith(".json")).toList();
      for (Path file : kept) {
        Path to = folder.resolve(SVD).resolve(from.relativize(file).toString());
        if (!Files.exists(to)) {
          Files.createDirectories(to.getParent());
          bring(file, to);
        }
      }
    } catch (IOException e) {
      throw new KeylightException("the model cannot be written to " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void bring(Path from, Path to) throws IOException {
    try {
      Files.createLink(to, from.toRealPath());
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(from, to);
    }
  }

  /** Where the weights of that name go. */
  Path file(String name) {
    return folder.resolve("relipa").resolve(name + ".safetensors");
  }
}
