package dev.keylight.eval.metric;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** How far two pictures of one size are apart, in levels of 255. */
final class Differences {
  private Differences() {}

  /** Mean absolute difference over all pixels and channels. */
  static double mean(Mat a, Mat b) {
    return opencv_core.norm(a, b, opencv_core.NORM_L1, null) / ((double) a.total() * a.channels());
  }

  /** The same where an 8-bit mask is not 0; NaN where it is 0 everywhere. */
  static double mean(Mat a, Mat b, Mat mask) {
    int pixels = opencv_core.countNonZero(mask);
    return pixels == 0
        ? Double.NaN
        : opencv_core.norm(a, b, opencv_core.NORM_L1, mask) / ((double) pixels * a.channels());
  }

  /** 255 where neither matte shows the person, nor any pixel near. */
  static Mat background(Mat matte, Mat other, double threshold, int margin) {
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      Mat person = new Mat();
      opencv_core.max(matte, other, person);
      opencv_imgproc.threshold(person, person, threshold, 255, opencv_imgproc.THRESH_BINARY);
      Mat bytes = new Mat();
      person.convertTo(bytes, opencv_core.CV_8U);
      Mat wide = new Mat();
      Size side = new Size(2 * margin + 1, 2 * margin + 1);
      opencv_imgproc.dilate(bytes, wide, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_RECT, side));
      opencv_core.subtract(new Mat(wide.size(), opencv_core.CV_8U, Scalar.all(255)), wide, result);
    }
    return result;
  }

  /** Mean over squares of 9 × 9 pixels. */
  static Mat smooth(Mat picture) {
    Mat result = new Mat();
    try (Size side = new Size(9, 9)) {
      opencv_imgproc.blur(picture, result, side);
    }
    return result;
  }
}
