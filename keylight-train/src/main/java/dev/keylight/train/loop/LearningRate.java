package dev.keylight.train.loop;

/**
 * The learning rate over the steps: a straight rise, then constant, or down to {@code floor} of it along a line or half a
 * cosine. Depends on the step alone, so a resumed run has the same.
 *
 * @param base after the rise
 * @param warmup steps of the rise
 * @param shape after it
 * @param steps at which the end of the shape is reached
 * @param floor share of the base at the end
 */
public record LearningRate(double base, long warmup, Shape shape, long steps, double floor) {
  /** Of the curve after the rise. */
  public enum Shape { CONSTANT, LINEAR, COSINE }

  /** @param step counted from 1 */
  public double at(long step) {
    double rise = warmup <= 0 ? 1 : Math.min(1, step / (double) warmup);
    double way = steps <= warmup ? 0 : Math.max(0, Math.min(1, (step - warmup) / (double) (steps - warmup)));
    double left = switch (shape) {
      case CONSTANT -> 1;
      case LINEAR -> floor + (1 - floor) * (1 - way);
      case COSINE -> floor + (1 - floor) * (1 + Math.cos(Math.PI * way)) / 2;
    };
    return base * rise * left;
  }
}
