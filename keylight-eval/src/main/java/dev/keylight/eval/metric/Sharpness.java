package dev.keylight.eval.metric;

import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceObservation;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;

/**
 * Fine detail as the variance of the Laplacian of luma (Pech-Pacheco et al. 2000), 3 × 3 kernel, on the picture at 512 pixels.
 *
 * <p>{@link #whole} is the whole frame's variance, which noise raises as well as detail. {@link #kept} compares the face's box
 * with the source's: the ratio of the two standard deviations after each luma was divided by its mean, so that a darker
 * light is not taken for blur; 1 is perfect, less is blurred, more is noise or halos.
 */
public final class Sharpness extends FrameMetric {
  public static final String WHOLE = "sharpness";
  public static final String KEPT = "sharpness-kept";

  private final boolean kept;

  private Sharpness(MetricInfo info, boolean kept) {
    super(info);
    this.kept = kept;
  }

  public static Sharpness whole() {
    return new Sharpness(
        MetricInfo.plain(WHOLE, "variance of the Laplacian of the frame's luma; noise counts too", Better.NEITHER), false);
  }

  public static Sharpness kept() {
    return new Sharpness(
        MetricInfo.plain(
            KEPT, "contrast of fine detail within the face over the source's; below 1 blurred, above 1 noisy",
            Better.NEAR_ONE, Need.SOURCE),
        true);
  }

  @Override
  protected double measure(Moment moment) {
    if (!kept) {
      double deviation = deviation(moment.result().grey());
      return deviation * deviation;
    }
    double source = detail(moment.source());
    return source > 0 ? detail(moment.result()) / source : Double.NaN;
  }

  /** Standard deviation of the Laplacian over mean luma within the face's box; NaN without a face. */
  private static double detail(Sight sight) {
    return sight.once("face detail", () -> {
      FaceObservation face = sight.face();
      if (face == null) {
        return Double.NaN;
      }
      FaceBox box = FaceBox.of(face.vertices());
      int left = Math.max(0, (int) box.x());
      int top = Math.max(0, (int) box.y());
      int right = Math.min(sight.rgb().cols(), (int) (box.x() + box.width()));
      int bottom = Math.min(sight.rgb().rows(), (int) (box.y() + box.height()));
      if (right - left < 8 || bottom - top < 8) {
        return Double.NaN;
      }
      try (Rect area = new Rect(left, top, right - left, bottom - top);
          Mat part = sight.grey().apply(area)) {
        double mean = opencv_core.mean(part).get(0);
        return mean < 1 ? Double.NaN : deviation(part) / mean;
      }
    });
  }

  private static double deviation(Mat grey) {
    try (PointerScope scope = new PointerScope()) {
      Mat laplacian = new Mat();
      opencv_imgproc.Laplacian(grey, laplacian, opencv_core.CV_32F);
      Mat mean = new Mat();
      Mat deviation = new Mat();
      opencv_core.meanStdDev(laplacian, mean, deviation);
      return deviation.createIndexer().getDouble(0);
    }
  }
}
