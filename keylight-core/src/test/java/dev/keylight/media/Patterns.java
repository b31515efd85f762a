package dev.keylight.media;

import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/** Synthetic pictures for tests, and how far apart two pictures are. */
final class Patterns {
  private Patterns() {}

  /** Colour ramps that move with the frame number: nothing a codec must blur. */
  static Frame smooth(int width, int height, boolean alpha, int number, Rational rate) {
    Mat pixels = new Mat(height, width, alpha ? opencv_core.CV_8UC4 : opencv_core.CV_8UC3);
    int channels = pixels.channels();
    byte[] row = new byte[width * channels];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        row[x * channels] = (byte) (40 + 150 * x / width + 3 * number);
        row[x * channels + 1] = (byte) (60 + 120 * y / height);
        row[x * channels + 2] = (byte) (200 - 100 * x / width);
        if (alpha) {
          row[x * channels + 3] = (byte) (255 * (x + y) / (width + height - 2));
        }
      }
      pixels.ptr(y).put(row);
    }
    return Frame.of(pixels, number, new Rational(rate.denominator(), rate.numerator()));
  }

  /** One colour everywhere. */
  static Frame flat(int width, int height, int red, int green, int blue) {
    Mat pixels = new Mat(height, width, opencv_core.CV_8UC3,
        new Scalar(red, green, blue, 0));
    return Frame.still(pixels);
  }

  /** Mean absolute difference over all pixels and channels, in levels of 255. */
  static double meanDifference(Frame a, Frame b) {
    if (a.width() != b.width() || a.height() != b.height() || a.hasAlpha() != b.hasAlpha()) {
      throw new AssertionError("different kinds of frames: " + describe(a) + " and " + describe(b));
    }
    return opencv_core.norm(a.pixels(), b.pixels(), opencv_core.NORM_L1, null)
        / ((double) a.width() * a.height() * a.pixels().channels());
  }

  static int[] pixel(Frame frame, int x, int y) {
    try (UByteIndexer values = frame.pixels().createIndexer()) {
      int[] pixel = new int[frame.pixels().channels()];
      values.get(y, x, pixel);
      return pixel;
    }
  }

  private static String describe(Frame frame) {
    return frame.width() + "×" + frame.height() + (frame.hasAlpha() ? " with alpha" : "");
  }
}
