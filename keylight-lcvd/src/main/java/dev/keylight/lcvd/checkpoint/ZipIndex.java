package dev.keylight.lcvd.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the entries of a PyTorch zip lie. PyTorch stores entries uncompressed so that they can be mapped; the library's
 * own zip readers do not tell offsets, hence this one. It reads the central directory (with zip64) and refuses whatever
 * PyTorch does not write: compression, encryption, links, paths that climb, entries that overlap.
 */
final class ZipIndex {
  /** One stored entry: its bytes in the file. */
  record Entry(long offset, long length) {}

  private static final int END = 0x06054b50;
  private static final int END64_LOCATOR = 0x07064b50;
  private static final int END64 = 0x06064b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int MAX_DIRECTORY = 64 << 20;
  private static final int SYMBOLIC_LINK = 0xA000;

  private final FileChannel channel;
  private final Path path;
  private final long size;

  private ZipIndex(FileChannel channel, Path path) throws IOException {
    this.channel = channel;
    this.path = path;
    this.size = channel.size();
  }

  /** The entries by name, in the order of the directory. */
  static Map<String, Entry> of(FileChannel channel, Path path) throws IOException {
    ZipIndex zip = new ZipIndex(channel, path);
    Map<String, Entry> entries = zip.entries();
    zip.refuseOverlap(entries);
    return entries;
  }

  private Map<String, Entry> entries() throws IOException {
    int tail = (int) Math.min(size, 22 + 0xffff);
    ByteBuffer end = read(size - tail, tail);
    int e = tail - 22;
    while (e >= 0 && end.getInt(e) != END) {
      e--;
    }
    if (e < 0) {
      throw Damage.in(path, "it starts like a zip but has no directory at its end, as if cut short");
    }
    long count = u16(end, e + 10);
    long length = u32(end, e + 12);
    long start = u32(end, e + 16);
    if (e >= 20 && end.getInt(e - 20) == END64_LOCATOR) {
      ByteBuffer end64 = read(end.getLong(e - 20 + 8), 56);
      if (end64.getInt(0) != END64) {
        throw Damage.in(path, "its zip64 directory is not where it says");
      }
      count = end64.getLong(32);
      length = end64.getLong(40);
      start = end64.getLong(48);
    }
    if (length < 0 || length > MAX_DIRECTORY || count < 0 || count > length / 46) {
      throw Damage.in(path, "its zip directory announces " + count + " entries in " + length + " bytes");
    }
    return directory(read(start, (int) length), count);
  }

  private Map<String, Entry> directory(ByteBuffer d, long count) throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    int p = 0;
    for (long i = 0; i < count; i++) {
      if (p + 46 > d.limit() || d.getInt(p) != CENTRAL) {
        throw Damage.in(path, "its zip directory is broken at entry " + i);
      }
      int nameLength = u16(d, p + 28);
      int extraLength = u16(d, p + 30);
      int next = p + 46 + nameLength + extraLength + u16(d, p + 32);
      if (next > d.limit()) {
        throw Damage.in(path, "its zip directory is broken at entry " + i);
      }
      byte[] raw = new byte[nameLength];
      d.get(p + 46, raw);
      String name = new String(raw, StandardCharsets.UTF_8);
      Sizes sizes = sizes(d, p, p + 46 + nameLength, extraLength);
      refuse(name, u16(d, p + 8), u16(d, p + 10), u16(d, p + 40), sizes);
      if (entries.put(name, located(name, sizes)) != null) {
        throw Damage.in(path, "it holds two entries named " + name);
      }
      p = next;
    }
    return entries;
  }

  private record Sizes(long packed, long length, long header) {}

  /** Sizes and place of an entry; values of 32 bits that do not fit stand in a zip64 field, in this order. */
  private static Sizes sizes(ByteBuffer d, int p, int extra, int extraLength) {
    long packed = u32(d, p + 20);
    long length = u32(d, p + 24);
    long header = u32(d, p + 42);
    for (int x = extra; x + 4 <= extra + extraLength; ) {
      int fieldEnd = x + 4 + u16(d, x + 2);
      if (u16(d, x) == 1) {
        int y = x + 4;
        if (length == 0xffffffffL && y + 8 <= fieldEnd) {
          length = d.getLong(y);
          y += 8;
        }
        if (packed == 0xffffffffL && y + 8 <= fieldEnd) {
          packed = d.getLong(y);
          y += 8;
        }
        if (header == 0xffffffffL && y + 8 <= fieldEnd) {
          header = d.getLong(y);
        }
      }
      x = fieldEnd;
    }
    return new Sizes(packed, length, header);
  }

  private void refuse(String name, int flags, int method, int unixMode, Sizes sizes) {
    if (name.startsWith("/") || name.contains("\\") || List.of(name.split("/")).contains("..")) {
      throw Damage.in(path, "its entry " + name + " points outside the archive");
    }
    if ((unixMode & 0xF000) == SYMBOLIC_LINK) {
      throw Damage.in(path, "its entry " + name + " is a symbolic link");
    }
    boolean script = name.matches("[^/]+/code/.*"); // TorchScript's program, which nothing here reads
    if ((flags & 1) != 0 || !script && (method != 0 || sizes.packed != sizes.length)) {
      throw Damage.in(path, "its entry " + name + " is compressed or encrypted, which PyTorch never writes");
    }
  }

  private Entry located(String name, Sizes sizes) throws IOException {
    ByteBuffer local = read(sizes.header, 30);
    if (local.getInt(0) != LOCAL) {
      throw Damage.in(path, "its entry " + name + " is not where the directory says");
    }
    long offset = sizes.header + 30 + u16(local, 26) + u16(local, 28);
    if (sizes.packed < 0 || offset > size || sizes.packed > size - offset) {
      throw Damage.in(path, "its entry " + name + " reaches past the end of the file");
    }
    return new Entry(offset, sizes.packed);
  }

  private void refuseOverlap(Map<String, Entry> entries) {
    List<Entry> order = new ArrayList<>(entries.values());
    order.sort(Comparator.comparingLong(Entry::offset));
    long end = 0;
    for (Entry entry : order) {
      if (entry.offset < end) {
        throw Damage.in(path, "two of its entries share the same bytes");
      }
      end = entry.offset + entry.length;
    }
  }

  private ByteBuffer read(long offset, int length) throws IOException {
    if (offset < 0 || offset > size - length) {
      throw Damage.in(path, "its directory points past the end of the file");
    }
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw Damage.in(path, "it became shorter while it was read");
      }
    }
    return buffer;
  }

  private static int u16(ByteBuffer b, int at) {
    return b.getShort(at) & 0xffff;
  }

  private static long u32(ByteBuffer b, int at) {
    return b.getInt(at) & 0xffffffffL;
  }
}
