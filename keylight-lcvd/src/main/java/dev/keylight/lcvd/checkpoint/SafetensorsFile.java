package dev.keylight.lcvd.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: eight bytes of length, JSON of that length, then the numbers without gaps
 * (huggingface/safetensors, README "Format"). As there, the tensors must cover the rest of the file exactly.
 */
final class SafetensorsFile {
  private static final int MAX_HEADER = 100_000_000; // the format's own limit

  private static final JsonMapper JSON = JsonMapper.builder(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
      .build();

  private SafetensorsFile() {}

  /** The tensors in the order they lie in the file. */
  static List<TensorEntry> entries(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    long length = size < 8 ? -1 : read(channel, path, 0, 8).getLong(0);
    if (length < 2 || length > MAX_HEADER || length > size - 8) {
      throw Damage.in(path, "it is neither safetensors nor a PyTorch file: as safetensors its header would have "
          + Long.toUnsignedString(length) + " bytes in a file of " + size);
    }
    byte[] header = read(channel, path, 8, (int) length).array();
    if (header[0] != '{') {
      throw Damage.in(path, "its safetensors header is not JSON");
    }
    JsonNode root;
    try (JsonParser parser = JSON.createParser(header)) {
      root = JSON.readTree(parser);
    } catch (JsonProcessingException e) {
      throw Damage.in(path, "its safetensors header is not valid JSON");
    }
    long data = 8 + length;
    List<TensorEntry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (!field.getKey().equals("__metadata__")) {
        entries.add(entry(path, field.getKey(), field.getValue(), data, size - data));
      }
    }
    entries.sort(Comparator.comparingLong(TensorEntry::offset));
    refuseGaps(path, entries, data, size);
    return entries;
  }

  private static TensorEntry entry(Path path, String name, JsonNode node, long data, long length) {
    JsonNode offsets = node.path("data_offsets");
    JsonNode sizes = node.path("shape");
    ElementType type = ElementType.ofSafetensors(node.path("dtype").asText())
        .orElseThrow(() -> Damage.in(path, "its tensor " + name + " has the unknown type " + node.path("dtype")));
    if (!offsets.isArray() || offsets.size() != 2 || !offsets.get(0).isIntegralNumber()
        || !offsets.get(1).canConvertToLong() || !sizes.isArray()) {
      throw Damage.in(path, "its tensor " + name + " has no proper shape or data_offsets");
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    long[] shape = new long[sizes.size()];
    long bytes = type.bytes();
    for (int i = 0; i < shape.length; i++) {
      JsonNode dimension = sizes.get(i);
      shape[i] = dimension.isIntegralNumber() && dimension.canConvertToLong() ? dimension.asLong() : -1;
      if (shape[i] < 0) {
        throw Damage.in(path, "its tensor " + name + " has the impossible shape " + sizes);
      }
      try {
        bytes = Math.multiplyExact(bytes, shape[i]);
      } catch (ArithmeticException e) {
        throw Damage.in(path, "its tensor " + name + " has the impossible shape " + sizes);
      }
    }
    if (begin < 0 || end < begin || end > length || end - begin != bytes) {
      throw Damage.in(path, "its tensor " + name + " should lie at " + begin + ".." + end + " of " + length
          + " bytes, but its shape needs " + bytes);
    }
    return new TensorEntry(name, type, shape, TensorEntry.rowMajor(shape), data + begin);
  }

  private static void refuseGaps(Path path, List<TensorEntry> entries, long data, long size) {
    long end = data;
    for (TensorEntry entry : entries) {
      if (entry.offset() != end) {
        throw Damage.in(path, "its tensor " + entry.name()
            + (entry.offset() < end ? " overlaps the one before it" : " comes after a gap"));
      }
      end += entry.elements() * entry.type().bytes();
    }
    if (end != size) {
      throw Damage.in(path, "it goes on for " + (size - end) + " bytes after its last tensor");
    }
  }

  private static ByteBuffer read(FileChannel channel, Path path, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw Damage.in(path, "it became shorter while it was read");
      }
    }
    return buffer;
  }
}
