package dev.keylight.eval.network;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.FrameMetric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Need;
import dev.keylight.eval.metric.Sight;
import dev.keylight.face.ModelFiles;
import java.util.Set;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How different two pictures look, by ST-LPIPS (Ghildyal and Liu, "Shift-tolerant Perceptual Similarity Metric", ECCV 2022):
 * LPIPS (Zhang et al. 2018) whose AlexNet does not mind small shifts. Pictures are scaled to 256 × 256. The scale differs from
 * classic LPIPS, so the name does too.
 *
 * <p>{@link #adjacent} compares neighbouring frames (the paper's LPIPS: steadiness), {@link #toTruth} the result with the true
 * video. 0 is perfect.
 */
public final class PerceptualDistance extends FrameMetric {
  static final String WEIGHTS = "alex_shift_tolerant (vST0.0) from stlpips-pytorch 0.0.2";
  private static final String NAME = "ST-LPIPS-alex";
  private static final String FILE = "st_lpips_alex.onnx";

  private final Perceiver perceiver;
  private final boolean truth;

  private PerceptualDistance(MetricInfo info, Perceiver perceiver, boolean truth) {
    super(info);
    this.perceiver = perceiver;
    this.truth = truth;
  }

  /** Between a frame and the one before it. */
  public static PerceptualDistance adjacent(Perceiver perceiver) {
    return new PerceptualDistance(
        new MetricInfo(NAME, "ST-LPIPS between adjacent frames; holds motion too", Better.LOWER, Set.of(), WEIGHTS), perceiver, false);
  }

  /** Between result and truth. */
  public static PerceptualDistance toTruth(Perceiver perceiver) {
    return new PerceptualDistance(
        new MetricInfo(NAME + "-truth", "ST-LPIPS to the true video", Better.LOWER, Set.of(Need.TRUTH), WEIGHTS), perceiver, true);
  }

  /** The network as it is shipped, an ONNX file checked against its SHA-256: for who needs its gradients. */
  public static byte[] onnx() {
    return ModelFiles.read(PerceptualDistance.class, FILE);
  }

  @Override
  protected double measure(Moment moment) {
    Sight other = truth ? moment.truth() : moment.previous();
    return !moment.sampled() || other == null ? Double.NaN : Perceiver.distance(maps(moment.result()), maps(other));
  }

  private float[][] maps(Sight sight) {
    return sight.once(NAME, () -> perceiver.maps(sight.rgb()));
  }

  @Override
  public void close() {
    perceiver.close();
  }

  /** The network: what it sees in one picture. */
  public static final class Perceiver implements AutoCloseable {
    private static final int SIDE = 256;
    /** Channels of the five maps. */
    private static final int[] CHANNELS = {64, 192, 384, 256, 256};

    private final Shipped network =
        new Shipped(FILE, SIDE, new double[] {127.5, 127.5, 127.5}, 1 / 127.5, "map0", "map1", "map2", "map3", "map4");

    /** Five maps of unit-length features times the roots of their linear weights. */
    float[][] maps(Mat rgb) {
      return network.run(rgb);
    }

    /** Sum over the maps of the mean over places of the squared distance of features. */
    static double distance(float[][] a, float[][] b) {
      double sum = 0;
      for (int map = 0; map < a.length; map++) {
        double squares = 0;
        for (int i = 0; i < a[map].length; i++) {
          double d = a[map][i] - b[map][i];
          squares += d * d;
        }
        sum += squares * CHANNELS[map] / a[map].length;
      }
      return sum;
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
