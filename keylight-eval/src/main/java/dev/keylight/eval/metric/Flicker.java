package dev.keylight.eval.metric;

/**
 * Mean absolute difference of adjacent frames, 0..255: motion and flicker together, so compare only results that move
 * alike. A frozen video has 0.
 */
public final class Flicker extends FrameMetric {
  public static final String ID = "flicker";

  public Flicker() {
    super(MetricInfo.plain(ID, "mean absolute difference of adjacent frames, 0 to 255; holds motion too", Better.NEITHER));
  }

  @Override
  protected double measure(Moment moment) {
    return moment.previous() == null
        ? Double.NaN
        : Differences.mean(moment.result().rgb(), moment.previous().rgb());
  }
}
