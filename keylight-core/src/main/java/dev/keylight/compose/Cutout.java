package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The person alone, with straight alpha. Where the matte is soft the colours still hold the old background; they are
 * replaced by the person's own from further inside, so that no fringe shows on another background.
 */
public final class Cutout {
  private Cutout() {}

  /**
   * Cuts the person out of a frame.
   *
   * @param frame RGB; stays the caller's
   * @param matte how much of each pixel is the person, 32-bit float in 0..1, same size; stays the caller's
   * @return a new RGBA frame with straight alpha
   */
  public static Frame of(Frame frame, Mat matte) {
    if (matte.type() != CV_32FC1 || matte.cols() != frame.width() || matte.rows() != frame.height()) {
      throw new IllegalArgumentException(
          "expected a float matte of " + frame.width() + " × " + frame.height() + ", got type " + matte.type() + " of "
              + matte.cols() + " × " + matte.rows());
    }
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      Mat colours = new Mat();
      if (frame.hasAlpha()) {
        opencv_imgproc.cvtColor(frame.pixels(), colours, opencv_imgproc.COLOR_RGBA2RGB);
      } else {
        colours = frame.pixels();
      }
      Mat alpha = new Mat();
      matte.convertTo(alpha, CV_8UC1, 255, 0);
      MatVector channels = new MatVector();
      opencv_core.split(withoutFringe(colours, matte), channels);
      MatVector four = new MatVector(channels.get(0), channels.get(1), channels.get(2), alpha);
      opencv_core.merge(four, result);
      return Frame.of(result, frame.presentationTime(), frame.timeBase());
    }
  }

  /** An RGBA picture as it looks on black. */
  static Mat onBlack(Mat rgba) {
    MatVector channels = new MatVector();
    opencv_core.split(rgba, channels);
    Mat alpha = new Mat();
    opencv_imgproc.cvtColor(channels.get(3), alpha, opencv_imgproc.COLOR_GRAY2RGB);
    Mat colours = new Mat();
    opencv_imgproc.cvtColor(rgba, colours, opencv_imgproc.COLOR_RGBA2RGB);
    opencv_core.multiply(colours, alpha, colours, 1 / 255.0, CV_8UC3);
    return colours;
  }

  private static Mat withoutFringe(Mat colours, Mat matte) {
    double reach = Math.max(2, 0.008 * Math.max(colours.cols(), colours.rows()));
    Mat sure = new Mat();
    opencv_core.pow(matte, 6, sure);
    Mat threefold = new Mat();
    opencv_imgproc.cvtColor(sure, threefold, opencv_imgproc.COLOR_GRAY2RGB);
    Mat own = new Mat();
    opencv_core.multiply(colours, threefold, own, 1, CV_32FC3);
    Mat weight = new Mat();
    opencv_imgproc.GaussianBlur(own, own, new Size(0, 0), reach);
    opencv_imgproc.GaussianBlur(threefold, weight, new Size(0, 0), reach);
    opencv_core.add(weight, new Mat(weight.size(), CV_32FC3, Scalar.all(1e-4)), weight);
    opencv_core.divide(own, weight, own);
    // Fully covered pixels keep their colour; the softer the pixel the more of it comes from inside.
    Mat change = new Mat();
    opencv_core.subtract(own, colours, change, new Mat(), CV_32FC3);
    Mat soft = new Mat();
    opencv_core.subtract(new Mat(sure.size(), CV_32FC1, Scalar.all(1)), sure, soft);
    Mat near = new Mat();
    opencv_core.extractChannel(weight, near, 0);
    near.convertTo(near, CV_32FC1, 50, 0);
    opencv_core.min(near, 1).asMat().copyTo(near);
    opencv_core.multiply(soft, near, soft);
    opencv_imgproc.cvtColor(soft, threefold, opencv_imgproc.COLOR_GRAY2RGB);
    opencv_core.multiply(change, threefold, change);
    Mat result = new Mat();
    opencv_core.add(colours, change, result, new Mat(), CV_8UC3);
    return result;
  }
}
