package dev.keylight.lcvd;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** A picture made of its name, bit for bit as in tools/face_fixtures.py. */
public final class GeneratedPicture {
  private GeneratedPicture() {}

  /** 8-bit RGB, owned by the caller. */
  public static Mat of(String name, int height, int width) {
    float[] numbers = GeneratedParameters.numbers(name, height * width * 3);
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (int) ((numbers[i] + 1) * 127.9f);
    }
    Mat picture = new Mat(height, width, opencv_core.CV_8UC3);
    picture.data().put(bytes, 0, bytes.length);
    return picture;
  }

  /** The numbers of an 8-bit RGB picture, row by row. */
  public static float[] numbers(Mat rgb) {
    float[] numbers = new float[3 * rgb.rows() * rgb.cols()];
    byte[] row = new byte[3 * rgb.cols()];
    for (int y = 0; y < rgb.rows(); y++) {
      rgb.ptr(y).get(row, 0, row.length);
      for (int i = 0; i < row.length; i++) {
        numbers[y * row.length + i] = row[i] & 0xff;
      }
    }
    return numbers;
  }
}
