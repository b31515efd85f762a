package dev.keylight.engine.warp;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;

/**
 * Fills what is unknown of a picture with averages of what is known around it: averages are carried down a pyramid and
 * back up (Gortler et al., The Lumigraph, 1996, §3.6), which continues colours and gradients without seams.
 */
final class PushPull {
  private PushPull() {}

  /**
   * @param picture 8-bit RGB
   * @param known 8-bit, 255 where the picture holds
   * @return 8-bit RGB, about the picture where known; owned by the caller
   */
  static Mat fill(Mat picture, Mat known) {
    try (PointerScope scope = new PointerScope()) {
      Mat weight = new Mat();
      known.convertTo(weight, CV_32F, 1 / 255.0, 0);
      Mat colour = new Mat();
      picture.convertTo(colour, CV_32FC3);
      opencv_core.multiply(colour, threeChannels(weight), colour);
      Mat filled = new Mat();
      level(colour, weight).convertTo(filled, picture.type());
      filled.retainReference();
      return filled;
    }
  }

  /** One level: its own average where something is known, the coarser level's answer elsewhere. */
  private static Mat level(Mat weighted, Mat weight) {
    Mat average = new Mat();
    Mat safe = new Mat();
    opencv_core.max(weight, new Mat(weight.size(), CV_32F, new Scalar(1e-12)), safe);
    opencv_core.divide(weighted, threeChannels(safe), average);
    if (Math.max(weight.cols(), weight.rows()) <= 2) {
      return average;
    }
    Mat halfWeighted = new Mat();
    Mat halfWeight = new Mat();
    opencv_imgproc.pyrDown(weighted, halfWeighted);
    opencv_imgproc.pyrDown(weight, halfWeight);
    Mat result = new Mat();
    opencv_imgproc.resize(
        level(halfWeighted, halfWeight), result, weight.size(), 0, 0, opencv_imgproc.INTER_LINEAR);
    opencv_core.subtract(average, result, average);
    opencv_core.multiply(average, threeChannels(weight), average);
    opencv_core.add(result, average, result);
    return result;
  }

  private static Mat threeChannels(Mat one) {
    Mat three = new Mat();
    opencv_imgproc.cvtColor(one, three, opencv_imgproc.COLOR_GRAY2BGR);
    return three;
  }
}
