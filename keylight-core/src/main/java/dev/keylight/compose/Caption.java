package dev.keylight.compose;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Small white words with a dark rim in a picture's lower left corner, readable on anything. */
final class Caption {
  private Caption() {}

  /** Draws the words; characters beyond ASCII become question marks, as OpenCV's font has no others. */
  static void draw(Mat picture, String words) {
    if (words.isEmpty()) {
      return;
    }
    String ascii = words.replaceAll("[^\\x20-\\x7e]", "?");
    int font = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    try (PointerScope scope = new PointerScope()) {
      double scale = Math.max(0.35, Math.min(0.9, picture.rows() / 640.0));
      int[] baseline = new int[1];
      Size size = opencv_imgproc.getTextSize(ascii, font, scale, 1, baseline);
      int margin = (int) Math.round(12 * scale);
      if (size.width() + 2 * margin > picture.cols()) {
        scale *= (double) Math.max(1, picture.cols() - 2 * margin) / size.width();
      }
      Point at = new Point(margin, picture.rows() - margin);
      opencv_imgproc.putText(
          picture, ascii, at, font, scale, Scalar.all(0), 3, opencv_imgproc.LINE_AA, false);
      opencv_imgproc.putText(
          picture, ascii, at, font, scale, Scalar.all(255), 1, opencv_imgproc.LINE_AA, false);
    }
  }
}
