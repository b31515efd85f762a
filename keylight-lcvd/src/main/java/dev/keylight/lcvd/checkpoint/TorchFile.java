package dev.keylight.lcvd.checkpoint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code torch.save} writes: since version 1.6 a zip with {@code NAME/data.pkl} and one entry per storage under
 * {@code NAME/data/}; before, five pickles one after the other (magic number, protocol, system, object, storage keys)
 * followed by the storages, each as its element count and its bytes.
 */
final class TorchFile {
  /** First pickle of the older stream. */
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

  private static final int MAX_PICKLE = 256 << 20;

  private final Path path;
  private final FileChannel channel;
  private final Map<String, Pickled.Storage> storages = new HashMap<>();

  private TorchFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /** The tensors of a zip. Names of nested dictionaries are joined with dots; what is not a tensor is left out. */
  static List<TensorEntry> zip(Path path, FileChannel channel) throws IOException {
    return new TorchFile(path, channel).readZip();
  }

  /** The tensors of the older stream. */
  static List<TensorEntry> stream(Path path, FileChannel channel) throws IOException {
    return new TorchFile(path, channel).readStream();
  }

  private List<TensorEntry> readZip() throws IOException {
    Map<String, ZipIndex.Entry> index = ZipIndex.of(channel, path);
    List<String> pickles = index.keySet().stream().filter(n -> n.matches("[^/]+/data\\.pkl")).toList();
    if (pickles.size() != 1) {
      throw Damage.in(path, "it is a zip but not one of PyTorch's: it has " + pickles.size() + " entries NAME/data.pkl");
    }
    String root = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
    ZipIndex.Entry pickle = index.get(pickles.get(0));
    if (index.containsKey(root + "byteorder")) {
      ZipIndex.Entry order = index.get(root + "byteorder");
      if (order.length() != 6) { // "little"
        throw Damage.in(path, "it was saved on a big-endian machine");
      }
    }
    boolean script = index.containsKey(root + "constants.pkl");
    Object tree = unpickle(map(pickle.offset(), pickle.length()), script ? Constructors.script() : Constructors.torch());
    Map<String, Long> offsets = new HashMap<>();
    for (Pickled.Storage storage : storages.values()) {
      ZipIndex.Entry entry = index.get(root + "data/" + storage.key());
      if (entry == null) {
        throw Damage.in(path, "it lacks its entry data/" + storage.key());
      }
      if (storage.elements() > entry.length() / storage.type().bytes()) {
        throw Damage.in(path, "its entry data/" + storage.key() + " has " + entry.length() + " bytes, too few for "
            + storage.elements() + " elements of " + storage.type());
      }
      offsets.put(storage.key(), entry.offset());
    }
    return entries(tree, offsets);
  }

  private List<TensorEntry> readStream() throws IOException {
    ByteBuffer in = map(0, Math.min(channel.size(), MAX_PICKLE));
    if (!MAGIC.equals(unpickle(in))) {
      throw Damage.in(path, "it starts with a pickle that is not PyTorch's magic number");
    }
    Object protocol = unpickle(in);
    if (!Long.valueOf(1001).equals(protocol)) {
      throw Damage.in(path, "its stream protocol is " + protocol + ", only 1001 is known");
    }
    unpickle(in); // the machine that wrote it
    Object tree = unpickle(in);
    if (!(unpickle(in) instanceof List<?> keys)) {
      throw Damage.in(path, "it has no list of storages");
    }
    Map<String, Long> offsets = new HashMap<>();
    long position = in.position();
    for (Object key : keys) {
      Pickled.Storage storage = storages.get(String.valueOf(key));
      if (storage == null) {
        throw Damage.in(path, "it lists a storage that no tensor uses");
      }
      long elements = count(position);
      long bytes = storage.elements() * storage.type().bytes();
      if (elements != storage.elements() || bytes > channel.size() - position - 8) {
        throw Damage.in(path, "its storage " + key + " should have " + storage.elements() + " elements of "
            + storage.type() + ", as if the file were cut short");
      }
      offsets.put(storage.key(), position + 8);
      position += 8 + bytes;
    }
    return entries(tree, offsets);
  }

  private long count(long position) throws IOException {
    ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    while (number.hasRemaining()) {
      if (channel.read(number, position + number.position()) < 0) {
        throw Damage.in(path, "it ends before its storages do");
      }
    }
    return number.getLong(0);
  }

  private ByteBuffer map(long offset, long length) throws IOException {
    if (length > MAX_PICKLE) {
      throw Damage.in(path, "its table of contents has " + length + " bytes, more than any model's");
    }
    return channel.map(MapMode.READ_ONLY, offset, length);
  }

  private Object unpickle(ByteBuffer in) {
    return unpickle(in, Constructors.torch());
  }

  private Object unpickle(ByteBuffer in, Constructors constructors) {
    try {
      return new Unpickler(in, constructors, this::storage).read();
    } catch (PickleException e) {
      throw Damage.in(path, "it " + e.getMessage());
    }
  }

  /** ('storage', class, key, location, elements[, view]) */
  private Object storage(Object id) {
    if (!(id instanceof Object[] t) || t.length < 5 || !"storage".equals(t[0]) || !(t[1] instanceof ElementType type)
        || !(t[4] instanceof Long elements) || elements < 0 || elements > Long.MAX_VALUE / 16) {
      throw new PickleException("refers to something outside itself that is not a storage of numbers");
    }
    if (t.length > 5 && t[5] != null) {
      throw new PickleException("uses views of storages, which only PyTorch before 0.4 wrote");
    }
    Pickled.Storage storage = new Pickled.Storage(type, String.valueOf(t[2]), elements);
    Pickled.Storage first = storages.putIfAbsent(storage.key(), storage);
    if (first != null && !first.equals(storage)) {
      throw new PickleException("describes its storage " + storage.key() + " in two ways");
    }
    return storage;
  }

  private List<TensorEntry> entries(Object tree, Map<String, Long> offsets) {
    List<TensorEntry> entries = new ArrayList<>();
    flatten("", tree, 0, offsets, entries);
    return entries;
  }

  private void flatten(String name, Object value, int depth, Map<String, Long> offsets, List<TensorEntry> entries) {
    Object node = value instanceof Pickled.Instance module ? module.fields() : value;
    if (node instanceof Pickled.Tensor tensor) {
      entries.add(placed(name, tensor, offsets));
    } else if (node instanceof Map<?, ?> map && depth < 8) {
      map.forEach((key, part) -> flatten(name.isEmpty() ? "" + key : name + "." + key, part, depth + 1, offsets, entries));
    }
  }

  private TensorEntry placed(String name, Pickled.Tensor tensor, Map<String, Long> offsets) {
    Pickled.Storage storage = tensor.storage();
    Long start = offsets.get(storage.key());
    if (start == null) {
      throw Damage.in(path, "its tensor " + name + " refers to the storage " + storage.key() + ", which is not there");
    }
    long elements = 1;
    long last = tensor.offset();
    try {
      for (int i = 0; i < tensor.shape().length; i++) {
        long size = tensor.shape()[i];
        long stride = tensor.stride()[i];
        if (size < 0 || stride < 0) {
          throw Damage.in(path, "its tensor " + name + " has a negative size or stride");
        }
        elements = Math.multiplyExact(elements, size);
        last = Math.addExact(last, Math.multiplyExact(Math.max(0, size - 1), stride));
      }
    } catch (ArithmeticException e) {
      throw Damage.in(path, "its tensor " + name + " has an impossible shape");
    }
    boolean inside = elements == 0 ? tensor.offset() <= storage.elements() : last < storage.elements();
    if (tensor.offset() < 0 || !inside || elements > storage.elements()) {
      throw Damage.in(path, "its tensor " + name + " reaches past its storage of " + storage.elements() + " elements");
    }
    return new TensorEntry(name, storage.type(), tensor.shape(), tensor.stride(),
        start + tensor.offset() * storage.type().bytes());
  }
}
