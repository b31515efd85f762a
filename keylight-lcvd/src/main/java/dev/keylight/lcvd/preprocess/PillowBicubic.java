package dev.keylight.lcvd.preprocess;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Pillow's bicubic resizing, number for number: a = −0.5, kernels widened against aliasing when shrinking, weights in 22-bit
 * fixed point, rounded to 8 bits between the passes. OpenCV's has another kernel and no widening.
 */
final class PillowBicubic {
  private static final int BITS = 22;
  private static final double REACH = 2;

  /** Which pixels one pixel of the result is made of. */
  private record Taps(int first, int[] weights) {}

  private PillowBicubic() {}

  /** @param rgb 8-bit RGB; returns a picture owned by the caller */
  static Mat resize(Mat rgb, int width, int height) {
    byte[] pixels = new byte[3 * rgb.rows() * rgb.cols()];
    for (int y = 0; y < rgb.rows(); y++) {
      rgb.ptr(y).get(pixels, 3 * y * rgb.cols(), 3 * rgb.cols());
    }
    if (rgb.cols() != width) {
      pixels = pass(pixels, rgb.rows(), 3 * rgb.cols(), 3, 3 * width, taps(rgb.cols(), width));
    }
    if (rgb.rows() != height) {
      pixels = pass(pixels, 1, pixels.length, 3 * width, 3 * width * height, taps(rgb.rows(), height));
    }
    Mat result = new Mat(height, width, opencv_core.CV_8UC3);
    result.data().put(pixels, 0, pixels.length);
    return result;
  }

  private static Taps[] taps(int from, int to) {
    double scale = (double) from / to;
    double widening = Math.max(scale, 1);
    Taps[] taps = new Taps[to];
    for (int i = 0; i < to; i++) {
      double centre = (i + .5) * scale;
      int first = Math.max(0, (int) (centre - REACH * widening + .5));
      int end = Math.min(from, (int) (centre + REACH * widening + .5));
      double[] exact = new double[end - first];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = kernel((k + first - centre + .5) / widening);
        sum += exact[k];
      }
      int[] weights = new int[exact.length];
      for (int k = 0; k < weights.length; k++) {
        double fixed = exact[k] / sum * (1 << BITS);
        weights[k] = (int) (fixed < 0 ? fixed - .5 : fixed + .5);
      }
      taps[i] = new Taps(first, weights);
    }
    return taps;
  }

  private static double kernel(double x) {
    double t = Math.abs(x);
    return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((-.5 * t + 2.5) * t - 4) * t + 2 : 0;
  }

  /**
   * One pass over rows of bytes.
   *
   * @param step distance in bytes between neighbours along the pass; the bytes within a step are independent
   */
  private static byte[] pass(byte[] from, int rows, int fromLength, int step, int toLength, Taps[] taps) {
    byte[] to = new byte[rows * toLength];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < taps.length; i++) {
        int[] weights = taps[i].weights;
        int start = row * fromLength + taps[i].first * step;
        for (int c = 0; c < step; c++) {
          int sum = 1 << (BITS - 1);
          for (int k = 0; k < weights.length; k++) {
            sum += weights[k] * (from[start + k * step + c] & 0xff);
          }
          to[row * toLength + i * step + c] = (byte) Math.max(0, Math.min(255, sum >> BITS));
        }
      }
    }
    return to;
  }
}
