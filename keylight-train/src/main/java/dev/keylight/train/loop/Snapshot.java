package dev.keylight.train.loop;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything a run needs to go on, in one file, {@code step-N.safetensors}. It appears under its name when it is whole; a
 * run that cannot write it (a full disk) stops and leaves the one before.
 */
final class Snapshot {
  private static final String PREFIX = "step-";
  private static final String SUFFIX = ".safetensors";

  private final Path folder;
  private final int keep;

  Snapshot(Path folder, int keep) {
    this.folder = folder;
    this.keep = Math.max(1, keep);
  }

  private Path file(long step) {
    return folder.resolve(String.format("%s%09d%s", PREFIX, step, SUFFIX));
  }

  /** @throws KeylightException when it cannot be written; what was there stays */
  void write(long step, Map<String, Tensor> state) {
    try {
      Files.createDirectories(folder);
      SafetensorsWriter.write(file(step), state);
      List<Path> all = all();
      for (int i = 0; i < all.size() - keep; i++) {
        Files.delete(all.get(i));
      }
    } catch (IOException | KeylightException e) {
      discardPart(step);
      throw new KeylightException("the checkpoint of step " + step + " could not be written to " + folder + ": "
          + e.getMessage() + "; the run stopped, make room and give the same command again"
          + latest().map(l -> ", it goes on from " + l.getFileName()).orElse(""), e);
    }
  }

  private void discardPart(long step) {
    Path file = file(step);
    try {
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
    } catch (IOException e) {
      // what led here is the one to tell
    }
  }

  private List<Path> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d+" + SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new KeylightException(folder + " cannot be read: " + e.getMessage(), e);
    }
  }

  Optional<Path> latest() {
    List<Path> all = all();
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
  }

  /** Copies the latest into {@code state}; returns its step, 0 when there is none. */
  long restore(Map<String, Tensor> state) {
    Optional<Path> latest = latest();
    if (latest.isEmpty()) {
      return 0;
    }
    Checkpoint stored = Checkpoint.open(latest.get());
    state.forEach((name, tensor) -> {
      try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
        Tensor from = stored.tensor(name);
        if (from.numel() != tensor.numel()) {
          throw new KeylightException(latest.get() + " is of another model: its " + name + " has " + from.numel()
              + " numbers instead of " + tensor.numel() + "; use another folder for this run");
        }
        tensor.copy_(from);
      }
    });
    String name = latest.get().getFileName().toString();
    return Long.parseLong(name.substring(PREFIX.length(), name.length() - SUFFIX.length()));
  }
}
