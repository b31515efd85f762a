package dev.keylight.engine.warp;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC3;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * The room without the person: the picture itself wherever the matte is empty, and behind the person what the
 * surroundings suggest, so that a head that moves uncovers something sensible.
 *
 * <p>The hole is filled by push-pull (Gortler et al., The Lumigraph, 1996 §3.6): averages of the known pixels are carried
 * down a pyramid and back up, which continues colours and gradients without seams. The matte's soft rim counts as hole,
 * since its pixels already hold some of the person.
 */
final class BackgroundPlate {
  private static final float PERSON_ABOVE = 0.02f;

  private BackgroundPlate() {}

  /**
   * @param picture 8-bit RGB
   * @param matte float in 0..1, same size
   * @return 8-bit RGB of the same size, owned by the caller; equal to the picture outside the dilated matte
   */
  static Mat paint(Mat picture, Mat matte) {
    try (PointerScope scope = new PointerScope()) {
      Mat hole = new Mat();
      opencv_imgproc.threshold(matte, hole, PERSON_ABOVE, 1, opencv_imgproc.THRESH_BINARY);
      int grow = Math.max(3, Math.round(0.008f * Math.max(picture.cols(), picture.rows()))) | 1;
      opencv_imgproc.dilate(
          hole, hole, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, new Size(grow, grow)));

      Mat known = new Mat();
      opencv_core.subtract(new Mat(hole.size(), CV_32F, new Scalar(1.0)), hole, known);
      Mat colour = new Mat();
      picture.convertTo(colour, CV_32FC3);
      Mat filled = pushPull(colour, known);

      Mat plate = new Mat();
      filled.convertTo(plate, picture.type());
      Mat knownMask = new Mat();
      known.convertTo(knownMask, opencv_core.CV_8U, 255, 0);
      picture.copyTo(plate, knownMask);
      plate.retainReference();
      return plate;
    }
  }

  private static Mat pushPull(Mat colour, Mat weight) {
    Mat weighted = multiplyChannels(colour, weight);
    return level(weighted, weight);
  }

  /** Fills one level: the coarser level's answer where nothing is known here. */
  private static Mat level(Mat weighted, Mat weight) {
    Mat average = new Mat();
    Mat safe = new Mat();
    opencv_core.max(weight, new Mat(weight.size(), CV_32F, new Scalar(1e-4)), safe);
    opencv_core.divide(weighted, threeChannels(safe), average);
    if (Math.min(weight.cols(), weight.rows()) <= 2) {
      return average;
    }
    Mat halfWeighted = new Mat();
    Mat halfWeight = new Mat();
    opencv_imgproc.pyrDown(weighted, halfWeighted);
    opencv_imgproc.pyrDown(weight, halfWeight);
    Mat coarse = level(halfWeighted, halfWeight);
    Mat up = new Mat();
    opencv_imgproc.resize(coarse, up, weight.size(), 0, 0, opencv_imgproc.INTER_CUBIC);
    Mat here = new Mat();
    opencv_core.min(weight, new Mat(weight.size(), CV_32F, new Scalar(1.0)), here);
    Mat here3 = threeChannels(here);
    Mat difference = new Mat();
    opencv_core.subtract(average, up, difference);
    opencv_core.multiply(difference, here3, difference);
    opencv_core.add(up, difference, up);
    return up;
  }

  private static Mat multiplyChannels(Mat colour, Mat weight) {
    Mat product = new Mat();
    opencv_core.multiply(colour, threeChannels(weight), product);
    return product;
  }

  private static Mat threeChannels(Mat one) {
    Mat three = new Mat();
    opencv_imgproc.cvtColor(one, three, opencv_imgproc.COLOR_GRAY2BGR);
    return three;
  }
}
