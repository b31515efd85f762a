package dev.keylight.lcvd.render;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.KeylightException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.nn.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How far a render is, on disk: which step and tile come next, the sums of frames whose tiles are not all done, how many
 * frames are decoded. Replaced atomically after every tile, so that a render killed at any moment continues from the last
 * finished tile.
 */
final class RenderState {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The kinds of files with a tensor per frame. */
  enum Kept {
    /** What enters a step. */
    LATENTS,
    /** What the solver left behind for a step. */
    MEMORY,
    /** What the full conditions changed in v against the reduced ones. */
    DIFFERENCE
  }

  private final Path folder;
  private final String fingerprint;
  private int step;
  private int tile;
  private int decoded;

  private RenderState(Path folder, String fingerprint) {
    this.folder = folder;
    this.fingerprint = fingerprint;
  }

  /** Continues the render of the same fingerprint in {@code folder}, or starts afresh. */
  static RenderState open(Path folder, String fingerprint) {
    RenderState state = new RenderState(folder, fingerprint);
    try {
      Files.createDirectories(folder);
      if (!state.resume()) {
        state.clear();
      }
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be used: " + e.getMessage(), e);
    }
    return state;
  }

  private boolean resume() throws IOException {
    Path file = folder.resolve("progress.json");
    if (!Files.isRegularFile(file)) {
      return false;
    }
    JsonNode json = JSON.readTree(file.toFile());
    step = json.path("step").asInt();
    tile = json.path("tile").asInt();
    decoded = json.path("decoded").asInt();
    return json.path("fingerprint").asText().equals(fingerprint);
  }

  private void clear() throws IOException {
    step = 0;
    tile = 0;
    decoded = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        if (file.getFileName().toString().matches("progress\\.json|(latents|memory|difference)-\\d+\\.f32|open-\\d+-\\d+\\.safetensors")) {
          Files.delete(file);
        }
      }
    }
    DeepFeatures.clear(folder);
  }

  /** Whether an earlier run did part of this render. */
  boolean resumed() {
    return step > 0 || tile > 0;
  }

  /** The step that is next; equal to the number of steps when all are done. */
  int step() {
    return step;
  }

  /** The tile that is next in this step. */
  int tile() {
    return tile;
  }

  /** How many frames are decoded. */
  int decoded() {
    return decoded;
  }

  /** The latents that enter a step. */
  LatentFile latents(int ofStep, long[] shape) {
    return file(Kept.LATENTS, ofStep, shape);
  }

  /** What is kept of every frame at a step. */
  LatentFile file(Kept kept, int ofStep, long[] shape) {
    return new LatentFile(path(kept, ofStep), shape);
  }

  private Path path(Kept kept, int ofStep) {
    return folder.resolve(kept.name().toLowerCase(Locale.ROOT) + "-" + ofStep + ".f32");
  }

  /** Where the deep features of the windows are kept. */
  DeepFeatures deep(long[] shape, ScalarType type, Device device) {
    return new DeepFeatures(folder, shape, type, device);
  }

  /** The sums saved after the last finished tile, by name; not in any scope. */
  Map<String, Tensor> open() {
    Map<String, Tensor> sums = new LinkedHashMap<>();
    if (tile > 0) {
      Checkpoint saved = Checkpoint.open(openFile(step, tile));
      for (TensorEntry entry : saved.entries()) {
        sums.put(entry.name(), Scope.lasting(() -> saved.tensor(entry.name()).clone()));
      }
    }
    return sums;
  }

  /** A tile is done; {@code sums} are those of the frames that still wait for others. */
  void tileDone(Map<String, Tensor> sums) {
    SafetensorsWriter.write(openFile(step, tile + 1), sums);
    tile++;
    save();
    delete(openFile(step, tile - 1));
  }

  /**
   * All tiles of the step are done and the next step's latents are written.
   *
   * @param differences the step whose differences may be needed again; older ones are given up
   */
  void stepDone(int differences) {
    int done = tile;
    step++;
    tile = 0;
    save();
    delete(openFile(step - 1, done));
    delete(path(Kept.LATENTS, step - 1));
    delete(path(Kept.MEMORY, step - 1));
    for (int old = 0; old < differences; old++) {
      delete(path(Kept.DIFFERENCE, old));
    }
  }

  /** Frames below {@code count} are decoded and written. */
  void decoded(int count) {
    decoded = count;
    save();
  }

  /** The render is complete: nothing of it is kept. */
  void finish() {
    try {
      clear();
      Files.delete(folder);
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " could not be removed: " + e.getMessage(), e);
    }
  }

  private Path openFile(int ofStep, int ofTile) {
    return folder.resolve("open-" + ofStep + "-" + ofTile + ".safetensors");
  }

  private void save() {
    Path part = folder.resolve("progress.json.part");
    try {
      JSON.writeValue(part.toFile(), JSON.createObjectNode().put("fingerprint", fingerprint)
          .put("step", step).put("tile", tile).put("decoded", decoded));
      Files.move(part, folder.resolve("progress.json"), StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new KeylightException(part + " cannot be written: " + e.getMessage() + "; is the disk full?", e);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new KeylightException(file + " could not be removed: " + e.getMessage(), e);
    }
  }
}
