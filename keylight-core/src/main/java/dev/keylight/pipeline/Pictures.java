package dev.keylight.pipeline;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** What pictures need before they can be rendered and after: another size, another background. */
final class Pictures {
  private Pictures() {}

  /**
   * The picture without alpha, over white, and at another size.
   *
   * @param frame belongs to this call from now on
   * @param longSide in pixels, 0 to keep the size
   */
  static Frame opaque(Frame frame, int longSide) {
    Frame opaque = frame.hasAlpha() ? replaced(frame, over(frame.pixels(), white(frame))) : frame;
    int present = Math.max(opaque.width(), opaque.height());
    if (longSide == 0 || longSide == present) {
      return opaque;
    }
    double factor = (double) longSide / present;
    return replaced(
        opaque,
        resized(
            opaque.pixels(),
            Math.max(1, (int) Math.round(opaque.width() * factor)),
            Math.max(1, (int) Math.round(opaque.height() * factor))));
  }

  /** A copy at another size. */
  static Mat resized(Mat picture, int width, int height) {
    Mat result = new Mat();
    try (Size size = new Size(width, height)) {
      int method = width < picture.cols() ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_CUBIC;
      opencv_imgproc.resize(picture, result, size, 0, 0, method);
    }
    return result;
  }

  /** The middle of a picture, scaled so that it fills the given size. */
  static Mat covering(Mat picture, int width, int height) {
    double factor = Math.max((double) width / picture.cols(), (double) height / picture.rows());
    int wide = Math.min(picture.cols(), Math.max(1, (int) Math.round(width / factor)));
    int high = Math.min(picture.rows(), Math.max(1, (int) Math.round(height / factor)));
    try (Rect middle = new Rect((picture.cols() - wide) / 2, (picture.rows() - high) / 2, wide, high);
        Mat part = picture.apply(middle)) {
      return resized(part, width, height);
    }
  }

  /** A cut-out on a background of its size, RGB. */
  static Mat over(Mat rgba, Mat background) {
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      MatVector channels = new MatVector();
      opencv_core.split(rgba, channels);
      Mat alpha = new Mat();
      opencv_imgproc.cvtColor(channels.get(3), alpha, opencv_imgproc.COLOR_GRAY2RGB);
      Mat colours = new Mat();
      opencv_imgproc.cvtColor(rgba, colours, opencv_imgproc.COLOR_RGBA2RGB);
      Mat rest = new Mat();
      opencv_core.bitwise_not(alpha, rest);
      opencv_core.multiply(colours, alpha, colours, 1 / 255.0, opencv_core.CV_8UC3);
      opencv_core.multiply(background, rest, rest, 1 / 255.0, opencv_core.CV_8UC3);
      opencv_core.add(colours, rest, result);
    }
    return result;
  }

  /** A picture of one colour. */
  static Mat filled(int width, int height, int rgb) {
    try (Scalar colour = new Scalar(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, 0)) {
      return new Mat(height, width, opencv_core.CV_8UC3, colour);
    }
  }

  private static Mat white(Frame frame) {
    return filled(frame.width(), frame.height(), 0xFFFFFF);
  }

  /** The same moment with other pixels; the given frame is closed. */
  static Frame replaced(Frame frame, Mat pixels) {
    Frame result = Frame.of(pixels, frame.presentationTime(), frame.timeBase());
    frame.close();
    return result;
  }
}
