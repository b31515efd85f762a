package dev.keylight.engine.warp;

/** A coarse interleaved RGB grid read as rows of the full picture, bilinear, one row at a time without allocation. */
final class GridRows {
  private final float[] grid;
  private final int columns;
  private final int rows;
  private final int width;
  private final int height;
  private final float[] blended;
  private final float[] row;
  private final int[] column;
  private final float[] fraction;

  GridRows(float[] grid, int columns, int rows, int width, int height) {
    this.grid = grid;
    this.columns = columns;
    this.rows = rows;
    this.width = width;
    this.height = height;
    this.blended = new float[3 * columns];
    this.row = new float[3 * width];
    this.column = new int[width];
    this.fraction = new float[width];
    for (int x = 0; x < width; x++) {
      float at = Math.max(0, Math.min(columns - 1.001f, (x + 0.5f) * columns / width - 0.5f));
      column[x] = (int) at;
      fraction[x] = at - column[x];
    }
  }

  /** Row y of the picture, 3 × width values, valid until the next call. */
  float[] row(int y) {
    float at = Math.max(0, Math.min(rows - 1.001f, (y + 0.5f) * rows / height - 0.5f));
    int above = (int) at;
    float t = at - above;
    int offset = 3 * columns * above;
    for (int i = 0; i < 3 * columns; i++) {
      float a = grid[offset + i];
      blended[i] = a + t * (grid[offset + 3 * columns + i] - a);
    }
    for (int x = 0; x < width; x++) {
      int i = 3 * column[x];
      float f = fraction[x];
      row[3 * x] = blended[i] + f * (blended[i + 3] - blended[i]);
      row[3 * x + 1] = blended[i + 1] + f * (blended[i + 4] - blended[i + 1]);
      row[3 * x + 2] = blended[i + 2] + f * (blended[i + 5] - blended[i + 2]);
    }
    return row;
  }
}
