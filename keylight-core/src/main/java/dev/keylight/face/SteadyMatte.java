package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.add;
import static org.bytedeco.opencv.global.opencv_core.min;
import static org.bytedeco.opencv.global.opencv_core.multiply;
import static org.bytedeco.opencv.global.opencv_core.subtract;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.blur;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * An exponential average of mattes in time that lets go where the picture moves: a still edge stops flickering, and a
 * moving one leaves no ghost.
 */
final class SteadyMatte {
  /** Weight of the new matte where nothing moves. */
  private static final double REST_WEIGHT = 0.2;

  /** Mean change of grey (0..255) around a pixel from which on the new matte counts alone. */
  private static final double MOVING = 10;

  private static final int NEIGHBOURHOOD = 9;

  // Plain arrays, because natives that outlive the frame's scope need care and these need none.
  private byte[] previousGrey;
  private float[] previousMatte;
  private int width;

  void reset() {
    previousGrey = null;
    previousMatte = null;
  }

  /** Blends the clip's earlier mattes into {@code matte}, in place. */
  void blend(Mat rgb, Mat matte) {
    int count = matte.rows() * matte.cols();
    try (PointerScope scope = new PointerScope()) {
      Mat small = new Mat();
      resize(rgb, small, matte.size(), 0, 0, INTER_AREA);
      Mat grey = new Mat();
      cvtColor(small, grey, COLOR_RGB2GRAY);
      if (previousMatte != null && previousMatte.length == count && width == matte.cols()) {
        Mat before = new Mat(matte.rows(), matte.cols(), CV_32F);
        new FloatPointer(before.data()).put(previousMatte);
        Mat greyBefore = new Mat(matte.rows(), matte.cols(), CV_8U);
        greyBefore.data().put(previousGrey);
        follow(matte, before, grey, greyBefore);
      } else {
        previousMatte = new float[count];
        previousGrey = new byte[count];
        width = matte.cols();
      }
      new FloatPointer(matte.data()).get(previousMatte);
      grey.data().get(previousGrey);
    }
  }

  private static void follow(Mat matte, Mat before, Mat grey, Mat greyBefore) {
    Mat change = new Mat();
    absdiff(grey, greyBefore, change);
    change.convertTo(change, CV_32F, 1 / MOVING, REST_WEIGHT);
    blur(change, change, new Size(NEIGHBOURHOOD, NEIGHBOURHOOD));
    min(change, new Mat(matte.size(), CV_32F, new Scalar(1)), change);
    Mat step = new Mat();
    subtract(matte, before, step);
    multiply(step, change, step);
    add(before, step, matte);
  }
}
