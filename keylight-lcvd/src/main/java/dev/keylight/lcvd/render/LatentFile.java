package dev.keylight.lcvd.render;

import dev.keylight.KeylightException;
import dev.keylight.lcvd.nn.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The latents of every frame of a clip on disk, float32, one frame after the other: memory does not grow with the clip. */
final class LatentFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final long[] shape;
  private final int elements;

  /** @param shape of one frame */
  LatentFile(Path path, long[] shape) {
    this.path = path;
    this.shape = shape.clone();
    this.elements = (int) (shape[0] * shape[1] * shape[2]);
    try {
      channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** {@code [1, channels, height, width]} */
  Tensor read(int frame) {
    Tensor latents = torch.empty(new long[] {1, shape[0], shape[1], shape[2]}, new TensorOptions(ScalarType.Float), null);
    ByteBuffer bytes = NativeBytes.of(latents);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position(frame) + bytes.position()) < 0) {
          throw new KeylightException(path + " is shorter than it was written; delete it and render again");
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    return latents;
  }

  /** @param latents {@code [1, channels, height, width]}, float32 */
  void write(int frame, Tensor latents) {
    Scope.keep(() -> {
      Tensor packed = latents.contiguous();
      write(NativeBytes.of(packed), position(frame));
      return packed;
    });
  }

  private void write(ByteBuffer bytes, long position) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, position + bytes.position());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private long position(int frame) {
    return (long) frame * elements * Float.BYTES;
  }

  private KeylightException failed(IOException e) {
    return new KeylightException(path + " cannot be used: " + e.getMessage() + "; is the disk full?", e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
