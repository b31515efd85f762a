package dev.keylight.lcvd.deca;

import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The upright square of a picture that DECA's encoder is shown (spec §7.2). Its corners become the first and last pixel of
 * 224, hence the 223; the mesh comes back with 224 ({@link Projection}). Both are kept as published.
 *
 * @param centreX in pixels of the picture
 * @param centreY in pixels of the picture
 * @param size side of the square in pixels
 */
public record CropTransform(double centreX, double centreY, int size) {
  private static final int SIDE = DecaEncoder.SIZE;

  /** Landmarks end at brows and chin; the head does not. */
  private static final double LANDMARKS_TO_FACE = 1.1;

  private static final double MARGIN = 1.25;

  public CropTransform {
    if (size < 1) {
      throw new IllegalArgumentException("a crop must have at least one pixel, got " + size);
    }
  }

  /** The crop for the bounding box of 68 landmarks. */
  public static CropTransform around(double left, double top, double right, double bottom) {
    double face = (right - left + bottom - top) / 2 * LANDMARKS_TO_FACE;
    return new CropTransform(
        right - (right - left) / 2, bottom - (bottom - top) / 2, Math.max(1, (int) (face * MARGIN)));
  }

  /** The crop for landmarks, x and y each. */
  public static CropTransform around(float[] landmarks) {
    double left = Double.MAX_VALUE;
    double top = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (int i = 0; i < landmarks.length; i += 2) {
      left = Math.min(left, landmarks[i]);
      right = Math.max(right, landmarks[i]);
      top = Math.min(top, landmarks[i + 1]);
      bottom = Math.max(bottom, landmarks[i + 1]);
    }
    return around(left, top, right, bottom);
  }

  /** Pixels of the picture per pixel of the crop. */
  double step() {
    return size / (SIDE - 1.0);
  }

  /** The square's left edge. */
  double left() {
    return centreX - size / 2.0;
  }

  /** The square's upper edge. */
  double top() {
    return centreY - size / 2.0;
  }

  /**
   * Cuts the square out: bilinear between pixels that lie at whole numbers, black outside, as skimage's warp does.
   *
   * @param rgb 8-bit RGB
   * @return 3 × 224 × 224 numbers in 0..1, one colour after the other
   */
  public float[] cut(Mat rgb) {
    byte[] pixels = new byte[3 * rgb.rows() * rgb.cols()];
    for (int y = 0; y < rgb.rows(); y++) {
      rgb.ptr(y).get(pixels, 3 * y * rgb.cols(), 3 * rgb.cols());
    }
    float[] cut = new float[3 * SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      double row = y * step() + top();
      for (int x = 0; x < SIDE; x++) {
        double column = x * step() + left();
        for (int c = 0; c < 3; c++) {
          double value = bilinear(pixels, rgb.cols(), rgb.rows(), column, row, c) / 255;
          cut[(c * SIDE + y) * SIDE + x] = (float) (value * 255) / 255;
        }
      }
    }
    return cut;
  }

  private static double bilinear(byte[] pixels, int width, int height, double column, double row, int channel) {
    int x = (int) Math.floor(column);
    int y = (int) Math.floor(row);
    double right = column - x;
    double below = row - y;
    double upper = (1 - right) * pixel(pixels, width, height, x, y, channel)
        + right * pixel(pixels, width, height, x + 1, y, channel);
    double lower = (1 - right) * pixel(pixels, width, height, x, y + 1, channel)
        + right * pixel(pixels, width, height, x + 1, y + 1, channel);
    return (1 - below) * upper + below * lower;
  }

  private static int pixel(byte[] pixels, int width, int height, int x, int y, int channel) {
    return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[3 * (y * width + x) + channel] & 0xff;
  }
}
