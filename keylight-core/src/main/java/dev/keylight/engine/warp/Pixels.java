package dev.keylight.engine.warp;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import dev.keylight.light.Srgb;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Between OpenCV's memory and the arrays the hot loops run on. */
final class Pixels {
  /** Measured: keeps a still face's variance of the Laplacian through a half-pixel shift. */
  private static final float SHARPEN = 0.05f;

  private Pixels() {}

  static ByteBuffer bytes(Mat mat) {
    return mat.createBuffer();
  }

  static FloatBuffer floats(Mat mat) {
    return mat.createBuffer();
  }

  /** Gives beforehand what sampling between pixels will take: a little of the finest detail. */
  static void sharpen(Mat picture) {
    try (Mat soft = new Mat();
        Size automatic = new Size(0, 0)) {
      opencv_imgproc.GaussianBlur(picture, soft, automatic, 0.8, 0.8, opencv_core.BORDER_REPLICATE, 0);
      opencv_core.addWeighted(picture, 1 + SHARPEN, soft, -SHARPEN, 0, picture);
    }
  }

  /** Blurs a plane in place. */
  static void blur(float[] plane, int columns, float sigma) {
    try (Mat mat = new Mat(plane.length / columns, columns, opencv_core.CV_32FC1);
        Size automatic = new Size(0, 0)) {
      floats(mat).put(plane);
      opencv_imgproc.GaussianBlur(mat, mat, automatic, sigma, sigma, opencv_core.BORDER_REPLICATE, 0);
      floats(mat).get(plane);
    }
  }

  /** Linear luminance of interleaved sRGB bytes, averaged per cell of a grid. */
  static float[] luminance(byte[] picture, int width, int height, int columns, int rows) {
    float[] sum = new float[columns * rows];
    int[] count = new int[columns * rows];
    for (int y = 0; y < height; y++) {
      int row = Math.min(rows - 1, y * rows / height) * columns;
      for (int x = 0; x < width; x++) {
        int cell = row + Math.min(columns - 1, x * columns / width);
        int i = 3 * (y * width + x);
        sum[cell] +=
            0.2126f * Srgb.toLinear(picture[i])
                + 0.7152f * Srgb.toLinear(picture[i + 1])
                + 0.0722f * Srgb.toLinear(picture[i + 2]);
        count[cell]++;
      }
    }
    for (int i = 0; i < sum.length; i++) {
      sum[i] /= Math.max(1, count[i]);
    }
    return sum;
  }
}
