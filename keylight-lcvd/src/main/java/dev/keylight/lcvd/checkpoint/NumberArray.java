package dev.keylight.lcvd.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * A numpy array of numbers from a file, whatever its type and memory order were.
 *
 * @param shape sizes, outermost first
 * @param values in row-major order
 */
public record NumberArray(int[] shape, double[] values) {
  private static final int MOST = 1 << 26;

  /** The array in a pickle, given as numpy array, chumpy variable or list of numbers; null when it is none of these. */
  static NumberArray of(Object pickled) {
    if (pickled instanceof Pickled.Instance variable && variable.fields().get("x") instanceof Pickled.Array x) {
      return of(x); // chumpy's Ch
    }
    if (pickled instanceof Pickled.Array array) {
      return of(array);
    }
    if (pickled instanceof List<?> list && list.stream().allMatch(Number.class::isInstance)) {
      return new NumberArray(new int[] {list.size()}, list.stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray());
    }
    return null;
  }

  private static NumberArray of(Pickled.Array array) {
    int[] shape = new int[array.shape.length];
    long count = 1;
    for (int i = 0; i < shape.length; i++) {
      if (array.shape[i] < 0 || array.shape[i] > MOST) {
        throw new PickleException("holds an array of the impossible shape " + Arrays.toString(array.shape));
      }
      shape[i] = (int) array.shape[i];
      count *= shape[i];
      if (count > MOST) {
        throw new PickleException("holds an array of the shape " + Arrays.toString(array.shape) + ", larger than any model's");
      }
    }
    if (array.data instanceof List<?> list) {
      NumberArray flat = of(list);
      if (flat == null || flat.values.length != count) {
        throw new PickleException("holds an array of objects where numbers belong");
      }
      return new NumberArray(shape, flat.values);
    }
    String code = array.dtype.code.replaceAll("[<>|=]", "");
    boolean big = array.dtype.order == '>' || array.dtype.code.startsWith(">");
    if (!code.matches("[fiub][1248]") || !(array.data instanceof byte[] data) || data.length != count * (code.charAt(1) - '0')) {
      throw new PickleException("holds an array of type " + array.dtype.code + " and shape " + Arrays.toString(shape)
          + " whose bytes do not fit");
    }
    double[] values = new double[(int) count];
    ByteBuffer bytes = ByteBuffer.wrap(data).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < values.length; i++) {
      values[i] = number(bytes, code, i * (code.charAt(1) - '0'));
    }
    return new NumberArray(shape, array.columnMajor ? transposed(values, shape) : values);
  }

  private static double number(ByteBuffer bytes, String code, int at) {
    return switch (code) {
      case "f8" -> bytes.getDouble(at);
      case "f4" -> bytes.getFloat(at);
      case "i8", "u8" -> bytes.getLong(at);
      case "i4" -> bytes.getInt(at);
      case "u4" -> bytes.getInt(at) & 0xffffffffL;
      case "i2" -> bytes.getShort(at);
      case "u2" -> bytes.getShort(at) & 0xffff;
      case "i1" -> bytes.get(at);
      case "u1", "b1" -> bytes.get(at) & 0xff;
      default -> throw new PickleException("holds an array of type " + code + ", which no model's file uses");
    };
  }

  /** Numbers stored with the first index fastest, in row-major order. */
  private static double[] transposed(double[] columns, int[] shape) {
    double[] rows = new double[columns.length];
    int[] index = new int[shape.length];
    for (int row = 0; row < rows.length; row++) {
      int column = 0;
      for (int d = shape.length - 1; d >= 0; d--) {
        column = column * shape[d] + index[d];
      }
      rows[row] = columns[column];
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return rows;
  }

  /** The values as 32-bit floats. */
  public float[] floats() {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** The values as whole numbers. */
  public int[] ints() {
    return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
  }
}
