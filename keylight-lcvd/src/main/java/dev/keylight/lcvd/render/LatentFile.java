package dev.keylight.lcvd.render;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

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
    ByteBuffer bytes = buffer();
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, position(frame) + bytes.position()) < 0) {
          throw new KeylightException(path + " is shorter than it was written; delete it and render again");
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
    float[] numbers = new float[elements];
    bytes.rewind().asFloatBuffer().get(numbers);
    return Tensor.create(numbers, 1, shape[0], shape[1], shape[2]);
  }

  /** @param latents {@code [1, channels, height, width]}, float32 */
  void write(int frame, Tensor latents) {
    Tensor packed = latents.contiguous();
    float[] numbers = new float[elements];
    new FloatPointer(packed.data_ptr()).get(numbers);
    ByteBuffer bytes = buffer();
    bytes.asFloatBuffer().put(numbers);
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes, position(frame) + bytes.position());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private ByteBuffer buffer() {
    return ByteBuffer.allocate(elements * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
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
