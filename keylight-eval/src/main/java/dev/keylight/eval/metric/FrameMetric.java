package dev.keylight.eval.metric;

/** A metric that is a number a frame; a clip's score is their mean. */
public abstract class FrameMetric implements Metric {
  private final MetricInfo info;

  protected FrameMetric(MetricInfo info) {
    this.info = info;
  }

  @Override
  public final MetricInfo info() {
    return info;
  }

  /** The value of one moment, NaN where it cannot be measured. */
  protected abstract double measure(Moment moment);

  @Override
  public final Tally begin(Clip clip) {
    return new MeanTally(this::measure);
  }
}
