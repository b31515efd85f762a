package dev.keylight.lcvd.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Writes safetensors. The file appears under its name only when it is complete. */
public final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHUNK = 64 << 20;

  private SafetensorsWriter() {}

  /**
   * Writes every tensor of a checkpoint, bit for bit, in the checkpoint's order.
   *
   * @throws KeylightException when the file cannot be written
   */
  public static void convert(Checkpoint from, Path to) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (TensorEntry entry : from.entries()) {
      offset = describe(header, entry.name(), entry.type(), entry.shape(), offset);
    }
    write(to, header, channel -> {
      for (TensorEntry entry : from.entries()) {
        try (PointerScope scope = new PointerScope()) {
          append(channel, from.tensor(entry.name()));
        }
      }
    });
  }

  /** Writes tensors in the order of the map. */
  public static void write(Path to, Map<String, Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      offset = describe(header, entry.getKey(), ElementType.of(tensor.scalar_type().intern()), tensor.shape(), offset);
    }
    write(to, header, channel -> {
      for (Tensor tensor : tensors.values()) {
        try (PointerScope scope = new PointerScope()) {
          append(channel, tensor);
        }
      }
    });
  }

  /**
   * Writes one float32 tensor that is too long to be held, slice by slice along its first dimension.
   *
   * @param slice gives the tensor at an index of the first dimension
   */
  public static void writeSlices(Path to, String name, long[] shape, IntFunction<Tensor> slice) {
    ObjectNode header = JSON.createObjectNode();
    describe(header, name, ElementType.F32, shape, 0);
    write(to, header, channel -> {
      for (int i = 0; i < shape[0]; i++) {
        try (PointerScope scope = new PointerScope()) {
          append(channel, slice.apply(i));
        }
      }
    });
  }

  private static long describe(ObjectNode header, String name, ElementType type, long[] shape, long offset) {
    long end = offset + Arrays.stream(shape).reduce(1, (a, b) -> a * b) * type.bytes();
    ObjectNode node = header.putObject(name);
    node.put("dtype", type.name());
    Arrays.stream(shape).forEach(node.putArray("shape")::add);
    node.putArray("data_offsets").add(offset).add(end);
    return end;
  }

  private interface Body {
    void write(FileChannel channel) throws IOException;
  }

  private static void write(Path to, ObjectNode header, Body body) {
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try {
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING)) {
        byte[] json = JSON.writeValueAsBytes(header);
        int padded = (json.length + 7) / 8 * 8; // numbers start aligned
        ByteBuffer start = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(padded).put(json);
        Arrays.fill(start.array(), 8 + json.length, 8 + padded, (byte) ' ');
        drain(channel, start.rewind());
        body.write(channel);
      }
      Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new KeylightException(to + " could not be written: " + e.getMessage(), e);
    }
  }

  private static void append(FileChannel channel, Tensor tensor) throws IOException {
    Tensor packed = tensor.detach().cpu().contiguous();
    long length = packed.nbytes();
    BytePointer data = new BytePointer(packed.data_ptr());
    for (long at = 0; at < length; at += CHUNK) {
      drain(channel, data.position(at).capacity(Math.min(length, at + CHUNK)).asByteBuffer());
    }
  }

  private static void drain(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
