package dev.keylight.engine.warp;

import dev.keylight.media.Frame;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The bytes of an RGB frame, and what tests ask of them. */
record Picture(int width, int height, byte[] rgb) {
  /** The frame stays open. */
  static Picture of(Frame frame) {
    byte[] rgb = new byte[3 * frame.width() * frame.height()];
    Pixels.bytes(frame.pixels()).get(rgb);
    return new Picture(frame.width(), frame.height(), rgb);
  }

  /** Reads a frame and closes it. */
  static Picture take(Frame frame) {
    try (frame) {
      return of(frame);
    }
  }

  /** Closed by the caller. */
  Frame frame() {
    return Frame.still(mat());
  }

  /** Closed by the caller. */
  Mat mat() {
    Mat mat = new Mat(height, width, opencv_core.CV_8UC3);
    Pixels.bytes(mat).put(rgb);
    return mat;
  }

  int level(int pixel, int channel) {
    return rgb[3 * pixel + channel] & 255;
  }

  /** Encoded brightness of a pixel, 0..255. */
  double brightness(int pixel) {
    return 0.2126 * level(pixel, 0) + 0.7152 * level(pixel, 1) + 0.0722 * level(pixel, 2);
  }

  /** Mean encoded brightness where the mask holds. */
  double brightness(boolean[] mask) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        sum += brightness(i);
        count++;
      }
    }
    return sum / count;
  }

  /** Mean absolute difference in levels where the mask holds. */
  double difference(Picture other, boolean[] mask) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        for (int c = 0; c < 3; c++) {
          sum += Math.abs(level(i, c) - other.level(i, c));
        }
        count += 3;
      }
    }
    return sum / count;
  }

  Picture mirrored() {
    byte[] turned = new byte[rgb.length];
    for (int i = 0; i < width * height; i++) {
      int from = i - i % width + width - 1 - i % width;
      System.arraycopy(rgb, 3 * from, turned, 3 * i, 3);
    }
    return new Picture(width, height, turned);
  }
}
