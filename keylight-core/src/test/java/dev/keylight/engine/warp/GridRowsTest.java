package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GridRowsTest {
  /** Rows against the bilinear formula written out, cells' centres at .5. */
  @ParameterizedTest
  @CsvSource({"2, 2, 5, 7", "9, 5, 37, 20", "16, 12, 32, 24", "31, 64, 100, 211", "20, 20, 20, 20"})
  void rowsAreBilinear(int columns, int rows, int width, int height) {
    float[] grid = new float[3 * columns * rows];
    Random random = new Random(31L * columns + rows);
    for (int i = 0; i < grid.length; i++) {
      grid[i] = random.nextFloat();
    }
    GridRows read = new GridRows(grid, columns, rows, width, height);
    for (int y = 0; y < height; y++) {
      float[] row = read.row(y);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          double u = (x + 0.5) * columns / width - 0.5;
          double v = (y + 0.5) * rows / height - 0.5;
          assertThat(row[3 * x + c]).as("at %d, %d", x, y).isCloseTo(naive(grid, columns, rows, u, v, c), within(3e-3f));
        }
      }
    }
  }

  private static float naive(float[] grid, int columns, int rows, double u, double v, int channel) {
    int x = (int) Math.floor(u);
    int y = (int) Math.floor(v);
    double sum = 0;
    for (int j = y; j <= y + 1; j++) {
      for (int i = x; i <= x + 1; i++) {
        double weight = (1 - Math.abs(u - i)) * (1 - Math.abs(v - j));
        int column = Math.max(0, Math.min(columns - 1, i));
        int row = Math.max(0, Math.min(rows - 1, j));
        sum += weight * grid[3 * (row * columns + column) + channel];
      }
    }
    return (float) sum;
  }
}
