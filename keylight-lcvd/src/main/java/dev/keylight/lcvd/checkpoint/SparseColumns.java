package dev.keylight.lcvd.checkpoint;

import java.util.Map;

/** scipy's matrix of sparse columns: the numbers of column c, and their rows, stand at {@code indptr[c] … indptr[c + 1]}. */
final class SparseColumns {
  private static final long MOST = 1 << 24;

  private SparseColumns() {}

  /** The whole matrix. */
  static NumberArray filled(Map<Object, Object> fields) {
    Object shape = fields.getOrDefault("_shape", fields.get("shape"));
    NumberArray data = NumberArray.of(fields.get("data"));
    NumberArray indices = NumberArray.of(fields.get("indices"));
    NumberArray starts = NumberArray.of(fields.get("indptr"));
    if (!(shape instanceof Object[] sizes) || sizes.length != 2 || data == null || indices == null || starts == null) {
      throw new PickleException("is a sparse matrix without shape, data, indices or indptr");
    }
    long[] size = Pickled.longs(sizes);
    if (size[0] < 1 || size[1] < 1 || size[0] > MOST || size[1] > MOST || size[0] * size[1] > MOST
        || starts.values().length != size[1] + 1 || data.values().length != indices.values().length) {
      throw new PickleException("is a sparse matrix whose parts do not fit together");
    }
    int columns = (int) size[1];
    double[] filled = new double[(int) (size[0] * columns)];
    for (int c = 0; c < columns; c++) {
      for (int k = (int) starts.values()[c]; k < (int) starts.values()[c + 1]; k++) {
        if (k < 0 || k >= data.values().length || !(indices.values()[k] >= 0 && indices.values()[k] < size[0])) {
          throw new PickleException("is a sparse matrix with an index outside it");
        }
        filled[(int) indices.values()[k] * columns + c] += data.values()[k];
      }
    }
    return new NumberArray(new int[] {(int) size[0], columns}, filled);
  }
}
