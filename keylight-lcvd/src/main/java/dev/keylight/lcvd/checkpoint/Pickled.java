package dev.keylight.lcvd.checkpoint;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pickle can hold here besides numbers, text, {@code byte[]}, {@code Object[]} (tuple), {@link List} and
 * {@link Map}: a few inert values. None of them runs anything.
 */
public final class Pickled {
  private Pickled() {}

  /**
   * A block of numbers outside the pickle.
   *
   * @param type of its elements
   * @param key names the block in its container
   * @param elements how many there are
   */
  public record Storage(ElementType type, String key, long elements) {}

  /**
   * A view of a storage.
   *
   * @param storage the numbers
   * @param offset of the first element, in elements
   * @param shape sizes, outermost first
   * @param stride in elements
   */
  public record Tensor(Storage storage, long offset, long[] shape, long[] stride) {}

  /** An object of a class that is known by name only: what it holds, and nothing it could do. */
  public static final class Instance implements Stateful {
    private final String type;
    private final Map<Object, Object> fields = new LinkedHashMap<>();

    Instance(String type) {
      this.type = type;
    }

    @Override
    public void state(Object state) {
      if (!(state instanceof Map<?, ?> map)) {
        throw new PickleException("holds a " + type + " whose state is not a dictionary");
      }
      fields.putAll(map);
    }

    /** Module and name of its class. */
    public String type() {
      return type;
    }

    /** Its attributes by name. */
    public Map<Object, Object> fields() {
      return Collections.unmodifiableMap(fields);
    }
  }

  /** A numpy dtype such as {@code <f8}; byte order arrives with its state. */
  public static final class Dtype implements Stateful {
    final String code;
    char order = '<';

    Dtype(String code) {
      this.code = code;
    }

    @Override
    public void state(Object state) {
      if (state instanceof Object[] s && s.length > 1 && s[1] instanceof String o && o.length() == 1) {
        order = o.charAt(0);
      }
    }
  }

  /** A numpy array; {@code data} is a {@code byte[]} of numbers, or a {@link List} for arrays of objects. */
  static final class Array implements Stateful {
    long[] shape = {0};
    Dtype dtype = new Dtype("f8");
    boolean columnMajor;
    Object data = new byte[0];

    @Override
    public void state(Object state) {
      if (!(state instanceof Object[] s) || s.length != 5 || !(s[1] instanceof Object[] sizes)
          || !(s[2] instanceof Dtype type)) {
        throw new PickleException("holds a numpy array whose state is not (version, shape, dtype, order, data)");
      }
      shape = longs(sizes);
      dtype = type;
      columnMajor = Boolean.TRUE.equals(s[3]) || Long.valueOf(1).equals(s[3]);
      data = s[4] instanceof String text ? latin1(text) : s[4];
    }
  }

  /** Something the BUILD instruction may complete. */
  interface Stateful {
    void state(Object state);
  }

  static long[] longs(Object[] numbers) {
    long[] result = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      if (!(numbers[i] instanceof Long n)) {
        throw new PickleException("has a size that is not a whole number");
      }
      result[i] = n;
    }
    return result;
  }

  /** Python 2 wrote bytes as text of one character per byte. */
  static byte[] latin1(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      char c = text.charAt(i);
      if (c > 255) {
        throw new PickleException("has bytes written as text with a character above 255");
      }
      bytes[i] = (byte) c;
    }
    return bytes;
  }

  static List<Object> list() {
    return new ArrayList<>();
  }
}
