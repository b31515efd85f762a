package dev.keylight.lcvd.checkpoint;

import java.util.Arrays;

/**
 * Where one tensor lies in its file.
 *
 * @param name its key, parts joined with dots
 * @param type of its elements
 * @param shape sizes, outermost first; empty for a single number
 * @param stride distance in elements between neighbours along each dimension
 * @param offset of the first element, in bytes from the start of the file
 */
public record TensorEntry(String name, ElementType type, long[] shape, long[] stride, long offset) {

  /** How many elements there are. */
  public long elements() {
    long count = 1;
    for (long size : shape) {
      count *= size;
    }
    return count;
  }

  /** The same tensor under another name. */
  public TensorEntry named(String other) {
    return new TensorEntry(other, type, shape, stride, offset);
  }

  /** Whether the elements stand one behind the other in row-major order. */
  public boolean contiguous() {
    return elements() <= 1 || Arrays.equals(packed(stride, shape), packed(rowMajor(shape), shape));
  }

  /** The strides of a row-major tensor. */
  static long[] rowMajor(long[] shape) {
    long[] stride = new long[shape.length];
    long step = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      stride[i] = step;
      step *= Math.max(1, shape[i]);
    }
    return stride;
  }

  /** Strides of dimensions of size 1 mean nothing: they are set to 0 before comparing. */
  private static long[] packed(long[] stride, long[] shape) {
    long[] result = stride.clone();
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 1) {
        result[i] = 0;
      }
    }
    return result;
  }

  static String describe(long[] shape) {
    return shape.length == 0 ? "a single number" : Arrays.toString(shape);
  }
}
