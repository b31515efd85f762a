package dev.keylight.eval.network;

import dev.keylight.KeylightException;
import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.FrameMetric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import java.io.IOException;
import java.util.Set;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_quality.QualityBRISQUE;

/**
 * BRISQUE (Mittal, Moorthy and Bovik 2012): how natural a picture's local contrasts are, 0 to 100, lower is better, by OpenCV
 * with its model trained on the LIVE database. No reference is needed.
 */
public final class Brisque extends FrameMetric {
  private final QualityBRISQUE model;

  public Brisque() {
    super(
        new MetricInfo(
            "BRISQUE", "naturalness of local contrasts without a reference, 0 to 100", Better.LOWER, Set.of(),
            "brisque_model_live.yml of OpenCV"));
    model = QualityBRISQUE.create(file("model"), file("range"));
  }

  /** OpenCV's files lie in its own jar and must be files for it. */
  private static String file(String kind) {
    String name = "share/opencv4/quality/brisque_" + kind + "_live.yml";
    try {
      return Loader.cacheResource("/org/bytedeco/opencv/" + Loader.getPlatform() + "/" + name).getPath();
    } catch (IOException | NullPointerException e) {
      throw new KeylightException("OpenCV's file " + name + " is missing from this installation; reinstall Keylight", e);
    }
  }

  @Override
  protected double measure(Moment moment) {
    return moment.sampled() ? score(moment.result().rgb()) : Double.NaN;
  }

  double score(Mat rgb) {
    try (PointerScope scope = new PointerScope()) {
      Mat bgr = new Mat();
      opencv_imgproc.cvtColor(rgb, bgr, opencv_imgproc.COLOR_RGB2BGR);
      return model.compute(bgr).get(0);
    }
  }

  @Override
  public void close() {
    model.close();
  }
}
