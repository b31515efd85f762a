package dev.keylight.eval.metric;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Whether the person's outline stayed where it was: mean absolute difference of the result's and the source video's mattes,
 * 0..1, within 10 pixels (of 512) of the source's edge. Light alone should leave it at 0; halos, cut hair and grown
 * shoulders raise it.
 */
public final class MatteEdge extends FrameMetric {
  private static final int REACH = 10;

  public MatteEdge() {
    super(
        MetricInfo.plain(
            "matte-edge", "mean difference of the person's matte to the source's along its edge, 0 to 1", Better.LOWER,
            Need.MOVING_SOURCE));
  }

  @Override
  protected double measure(Moment moment) {
    Mat source = moment.source().matte();
    Mat result = moment.result().matte();
    if (source == null || result == null || !moment.comparable()) {
      return Double.NaN;
    }
    try (PointerScope scope = new PointerScope()) {
      Mat person = new Mat();
      opencv_imgproc.threshold(source, person, 0.5, 255, opencv_imgproc.THRESH_BINARY);
      Mat bytes = new Mat();
      person.convertTo(bytes, opencv_core.CV_8U);
      Mat band = new Mat();
      Size side = new Size(2 * REACH + 1, 2 * REACH + 1);
      opencv_imgproc.morphologyEx(
          bytes, band, opencv_imgproc.MORPH_GRADIENT, opencv_imgproc.getStructuringElement(opencv_imgproc.MORPH_ELLIPSE, side));
      return Differences.mean(result, source, band);
    }
  }
}
