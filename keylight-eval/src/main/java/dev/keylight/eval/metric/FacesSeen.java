package dev.keylight.eval.metric;

/** The share of frames on which a face is found, 0..1. Where it falls, all that is measured on faces is worth less. */
public final class FacesSeen extends FrameMetric {
  public static final String ID = "faces";

  public FacesSeen() {
    super(MetricInfo.plain(ID, "share of frames in which a face is found", Better.HIGHER));
  }

  @Override
  protected double measure(Moment moment) {
    return moment.result().face() == null ? 0 : 1;
  }
}
