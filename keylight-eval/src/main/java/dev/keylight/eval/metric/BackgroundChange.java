package dev.keylight.eval.metric;

import dev.keylight.face.FaceObservation;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How much of what stands behind the person changed: mean absolute difference, 0..255, of result and source where neither
 * shows a person, silhouettes (matte above 0.2) widened by 15 pixels of 512 as in {@code tools/measure}. 0 is perfect.
 * Smoothed, both pictures are averaged over 9 × 9 first, so that the noise of codecs drops out.
 */
public final class BackgroundChange extends FrameMetric {
  private static final double PERSON = 0.2;
  private static final int MARGIN = 15;

  private final boolean smoothed;

  public BackgroundChange(boolean smoothed) {
    super(
        MetricInfo.plain(
            smoothed ? "background-smooth" : "background",
            "mean absolute difference to the source behind the person, 0 to 255"
                + (smoothed ? ", both averaged over 9 × 9 pixels first" : ""),
            Better.LOWER, Need.SOURCE));
    this.smoothed = smoothed;
  }

  @Override
  protected double measure(Moment moment) {
    FaceObservation source = moment.source().face();
    if (!moment.comparable() || source == null || moment.result().face() == null) {
      return Double.NaN;
    }
    Mat mask =
        moment.result().once("background", () ->
            Differences.background(moment.source().matte(), moment.result().matte(), PERSON, MARGIN));
    if (!smoothed) {
      return Differences.mean(moment.result().rgb(), moment.source().rgb(), mask);
    }
    Mat a = moment.result().once("smooth", () -> Differences.smooth(moment.result().rgb()));
    Mat b = moment.source().once("smooth", () -> Differences.smooth(moment.source().rgb()));
    return Differences.mean(a, b, mask);
  }
}
