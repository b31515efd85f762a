package dev.keylight.eval.metric;

import java.util.List;

/** The metrics without networks of their own: fast enough for every frame of every clip. */
public final class CheapMetrics {
  private CheapMetrics() {}

  /** New instances, for one thread. */
  public static List<Metric> all() {
    return List.of(
        LightError.unit(),
        LightError.luma(),
        LightError.plain(),
        new BackgroundChange(false),
        new BackgroundChange(true),
        new MatteEdge(),
        Sharpness.whole(),
        Sharpness.kept(),
        new Flicker(),
        new WarpError(),
        new SeamRatio(),
        MotionMetric.keypoints(),
        MotionMetric.keypointMotion(),
        MotionMetric.pose(),
        MotionMetric.poseMotion(),
        MotionMetric.expression(),
        MotionMetric.lips(),
        MotionMetric.lipsAmplitude(),
        MotionMetric.eyelids(),
        Fidelity.psnr(),
        Fidelity.ssim(),
        ClipMetric.length(),
        ClipMetric.sound(),
        new FacesSeen());
  }
}
