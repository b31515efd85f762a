package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A small picture of floats read as if it were large, one row at a time: what varies slowly need not be kept, nor
 * multiplied, at full size.
 */
final class CoarseMap {
  private final float[] values;
  private final int width;
  private final int height;
  private final int channels;
  private final int fullHeight;
  private final float[] mixed;
  /** For each full column, where its left neighbour's values start and how far it is on the way to the right one. */
  private final int[] lefts;

  private final float[] parts;

  /** @param map 32-bit float, continuous; copied */
  CoarseMap(Mat map, int fullWidth, int fullHeight) {
    if (map.depth() != CV_32F || !map.isContinuous()) {
      throw new IllegalArgumentException("a coarse map is made of a whole 32-bit float matrix");
    }
    this.width = map.cols();
    this.height = map.rows();
    this.channels = map.channels();
    this.values = new float[width * height * channels];
    try (FloatPointer data = new FloatPointer(map.data())) {
      data.get(values);
    }
    this.fullHeight = fullHeight;
    this.mixed = new float[(width + 1) * channels];
    this.lefts = new int[fullWidth];
    this.parts = new float[fullWidth];
    for (int x = 0; x < fullWidth; x++) {
      float across = Math.max(0, Math.min(width - 1, (x + 0.5f) * width / fullWidth - 0.5f));
      lefts[x] = channels * (int) across;
      parts[x] = across - (int) across;
    }
  }

  /** Writes one full row, interpolated between the centres of the small pixels. */
  void row(int y, float[] full) {
    float down = Math.max(0, Math.min(height - 1, (y + 0.5f) * height / fullHeight - 0.5f));
    int above = Math.min((int) down, Math.max(0, height - 2));
    int below = Math.min(above + 1, height - 1);
    float share = down - above;
    int stride = width * channels;
    for (int k = 0; k < stride; k++) {
      float a = values[above * stride + k];
      mixed[k] = a + share * (values[below * stride + k] - a);
    }
    // The last column has no right neighbour; its part is zero, so that any finite value will do.
    for (int x = 0, k = 0; x < lefts.length; x++) {
      int left = lefts[x];
      float part = parts[x];
      for (int c = 0; c < channels; c++, k++) {
        float a = mixed[left + c];
        full[k] = a + part * (mixed[left + channels + c] - a);
      }
    }
  }
}
