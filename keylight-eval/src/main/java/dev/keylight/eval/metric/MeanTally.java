package dev.keylight.eval.metric;

import java.util.function.ToDoubleFunction;

/** The mean over the moments that could be measured. */
public final class MeanTally implements Tally {
  private final ToDoubleFunction<Moment> measure;
  private double sum;
  private int measured;

  public MeanTally(ToDoubleFunction<Moment> measure) {
    this.measure = measure;
  }

  @Override
  public double add(Moment moment) {
    double value = measure.applyAsDouble(moment);
    if (!Double.isNaN(value)) {
      sum += value;
      measured++;
    }
    return value;
  }

  @Override
  public double total() {
    return measured == 0 ? Double.NaN : sum / measured;
  }

  @Override
  public int measured() {
    return measured;
  }
}
