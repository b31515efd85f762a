package dev.keylight.compose;

import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;

/**
 * The person alone, with straight alpha. Where the matte is soft the colours still hold the old background; they are
 * replaced by the person's own from further inside ({@link Decontamination}), so that no fringe shows on another
 * background.
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
        frame.pixels().copyTo(colours);
      }
      Mat alpha = new Mat();
      matte.convertTo(alpha, CV_8UC1, 255, 0);
      Decontamination.clean(colours, alpha);
      opencv_imgproc.cvtColor(colours, result, opencv_imgproc.COLOR_RGB2RGBA);
      opencv_core.insertChannel(alpha, result, 3);
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
}
