package dev.keylight.lcvd.checkpoint;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dictionary of arrays as Python saves it: a pickle of any protocol (FLAME's are Python 2's), or numpy's {@code .npy},
 * whose arrays of objects are pickles too. Nothing in the file is run.
 */
public final class ObjectFile {
  private static final byte[] NPY = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final long LONGEST = 1L << 30;
  private static final Pattern NPY_HEADER = Pattern.compile(
      "\\{'descr': '([^']{1,8})', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\),? *\\}\\s*");

  private final Path path;
  private final Map<?, ?> content;

  private ObjectFile(Path path, Map<?, ?> content) {
    this.path = path;
    this.content = content;
  }

  /**
   * Reads a dictionary.
   *
   * @throws BadInputException when the file is missing, damaged, holds no dictionary, or asks for anything to be run
   */
  public static ObjectFile open(Path path) {
    try {
      Object object = read(path);
      if (object instanceof Pickled.Array array && array.data instanceof List<?> list && list.size() == 1) {
        object = list.get(0); // numpy.save of a dictionary
      }
      if (object instanceof Map<?, ?> map) {
        return new ObjectFile(path, map);
      }
      throw Damage.in(path, "it holds no dictionary");
    } catch (PickleException e) {
      throw Damage.in(path, "it " + e.getMessage());
    }
  }

  /**
   * Reads one array of numbers from a {@code .npy} file.
   *
   * @throws BadInputException when the file is missing, damaged, or holds something else
   */
  public static NumberArray array(Path path) {
    try {
      NumberArray array = NumberArray.of(read(path));
      if (array == null) {
        throw Damage.in(path, "it holds no array of numbers");
      }
      return array;
    } catch (PickleException e) {
      throw Damage.in(path, "it " + e.getMessage());
    }
  }

  private static Object read(Path path) {
    try (FileChannel channel = FileChannel.open(path)) {
      if (channel.size() > LONGEST) {
        throw Damage.in(path, "it has " + channel.size() + " bytes, more than any file of this kind");
      }
      ByteBuffer bytes = channel.map(MapMode.READ_ONLY, 0, channel.size());
      byte[] start = new byte[Math.min(NPY.length, bytes.remaining())];
      bytes.get(0, start);
      return Arrays.equals(start, NPY) ? npy(bytes) : unpickle(bytes);
    } catch (IOException e) {
      throw new BadInputException(
          Files.exists(path) ? path + " cannot be read: " + e.getMessage() : path + " is not there", e);
    }
  }

  private static Object unpickle(ByteBuffer bytes) {
    return new Unpickler(bytes, Constructors.scientific(), id -> {
      throw new PickleException("refers to something outside itself");
    }).read();
  }

  /** Version 1 has a header length of two bytes, later ones of four. */
  private static Object npy(ByteBuffer bytes) {
    try {
      bytes.order(ByteOrder.LITTLE_ENDIAN).position(NPY.length);
      int version = bytes.get();
      bytes.get();
      int length = version == 1 ? bytes.getShort() & 0xffff : bytes.getInt();
      if (length < 0 || length > bytes.remaining()) {
        throw new PickleException("announces a header of " + length + " bytes where " + bytes.remaining() + " are left");
      }
      byte[] header = new byte[length];
      bytes.get(header);
      return npy(new String(header, StandardCharsets.ISO_8859_1), bytes);
    } catch (BufferUnderflowException e) {
      throw new PickleException("ends in the middle of its header");
    }
  }

  private static Pickled.Array npy(String header, ByteBuffer bytes) {
    Matcher described = NPY_HEADER.matcher(header);
    if (!described.matches()) {
      throw new PickleException("has a header that does not describe an array");
    }
    if (described.group(1).endsWith("O")) {
      if (!(unpickle(bytes) instanceof Pickled.Array objects)) {
        throw new PickleException("holds no array of objects");
      }
      return objects;
    }
    Pickled.Array array = new Pickled.Array();
    array.dtype = new Pickled.Dtype(described.group(1));
    array.columnMajor = described.group(2).equals("True");
    String[] sizes = described.group(3).isBlank() ? new String[0] : described.group(3).split(",");
    try {
      array.shape = Arrays.stream(sizes).map(String::strip).filter(s -> !s.isEmpty()).mapToLong(Long::parseLong).toArray();
    } catch (NumberFormatException e) {
      throw new PickleException("has the impossible shape (" + described.group(3) + ")");
    }
    byte[] data = new byte[bytes.remaining()];
    bytes.get(data);
    array.data = data;
    return array;
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** Whether there is something of that name. */
  public boolean has(String key) {
    return content.containsKey(key);
  }

  /**
   * An array of numbers; sparse matrices are filled up with zeros.
   *
   * @throws BadInputException when there is none of that name
   */
  public NumberArray numbers(String key) {
    try {
      Object value = content.get(key);
      NumberArray array = value instanceof Pickled.Instance object && object.type().endsWith("csc_matrix")
          ? SparseColumns.filled(object.fields()) : NumberArray.of(value);
      if (array == null) {
        throw Damage.in(path, content.containsKey(key) ? "its " + key + " is not an array of numbers"
            : "it lacks " + key);
      }
      return array;
    } catch (PickleException e) {
      throw Damage.in(path, "its " + key + " " + e.getMessage());
    }
  }

  /**
   * An array of numbers of known sizes, of which those below 1 may be anything.
   *
   * @throws BadInputException when it is absent or has other sizes
   */
  public NumberArray numbers(String key, int... shape) {
    NumberArray array = numbers(key);
    boolean fits = array.shape().length == shape.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 1 || shape[i] == array.shape()[i];
    }
    if (!fits) {
      throw Damage.in(path, "its " + key + " has the shape " + Arrays.toString(array.shape()) + " instead of "
          + Arrays.toString(shape).replace("-1", "any"));
    }
    return array;
  }
}
