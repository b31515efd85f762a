package dev.keylight.eval.metric;

import java.util.function.ToDoubleFunction;

/** A metric that needs no frames, only what a clip's headers tell. */
public final class ClipMetric implements Metric {
  private final MetricInfo info;
  private final ToDoubleFunction<Clip> measure;

  private ClipMetric(MetricInfo info, ToDoubleFunction<Clip> measure) {
    this.info = info;
    this.measure = measure;
  }

  /** Seconds by which the result's pictures are longer or shorter than those of what it follows; 0 is perfect. */
  public static ClipMetric length() {
    return new ClipMetric(
        MetricInfo.plain("length-error", "seconds between the lengths of result and guide", Better.LOWER, Need.GUIDE),
        clip -> clip.seconds() > 0 && clip.guideSeconds() > 0 ? Math.abs(clip.seconds() - clip.guideSeconds()) : Double.NaN);
  }

  /** Seconds between the ends of the result's pictures and its sound; 0 is perfect, NaN without sound. */
  public static ClipMetric sound() {
    return new ClipMetric(
        MetricInfo.plain("sound-error", "seconds between the lengths of the result's pictures and its sound", Better.LOWER),
        clip -> clip.seconds() > 0 && clip.soundSeconds() > 0 ? Math.abs(clip.seconds() - clip.soundSeconds()) : Double.NaN);
  }

  @Override
  public MetricInfo info() {
    return info;
  }

  @Override
  public Tally begin(Clip clip) {
    return new Tally() {
      private int moments;

      @Override
      public double add(Moment moment) {
        moments++;
        return Double.NaN;
      }

      @Override
      public double total() {
        return measure.applyAsDouble(clip);
      }

      @Override
      public int measured() {
        return Double.isNaN(total()) ? 0 : moments;
      }
    };
  }
}
