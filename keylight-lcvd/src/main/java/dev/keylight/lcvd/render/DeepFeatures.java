package dev.keylight.lcvd.render;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the UNet's deeper levels made of each window, from the step that computed it to those that use it again. Kept in
 * files: a long clip has more windows than memory, and a render that was killed in between needs them again.
 */
final class DeepFeatures {
  private static final String PREFIX = "deep-";

  private final Path folder;
  private final long[] shape;
  private final ScalarType type;
  private final Device device;

  /** @param shape frames, channels, height and width of one window's features */
  DeepFeatures(Path folder, long[] shape, ScalarType type, Device device) {
    this.folder = folder;
    this.shape = shape.clone();
    this.type = type;
    this.device = device;
  }

  /** @param features of a window under one set of conditions; copied */
  void write(String conditions, int tile, Tensor features) {
    Path file = file(conditions, tile);
    try (PointerScope scope = new PointerScope();
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      Tensor rows = features.permute(0, 2, 3, 1).cpu().contiguous();
      for (int frame = 0; frame < shape[0]; frame++) {
        ByteBuffer bytes = NativeBytes.of(rows.select(0, frame));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
    } catch (IOException e) {
      throw new KeylightException(file + " cannot be written: " + e.getMessage() + "; is the disk full?", e);
    }
  }

  Tensor read(String conditions, int tile) {
    return Scope.keep(() -> torch.from_file(file(conditions, tile).toString(), new BoolOptional(false),
            new LongOptional(shape[0] * shape[1] * shape[2] * shape[3]), new TensorOptions(type))
        .view(shape[0], shape[2], shape[3], shape[1]).permute(0, 3, 1, 2).to(device, type));
  }

  private Path file(String conditions, int tile) {
    return folder.resolve(PREFIX + conditions + "-" + tile + ".bin");
  }

  /** Removes the files of a render. */
  static void clear(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).toList()) {
        Files.delete(file);
      }
    }
  }
}
