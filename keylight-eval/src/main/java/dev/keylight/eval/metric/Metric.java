package dev.keylight.eval.metric;

/** One kind of score. An instance may hold networks and is used by one thread at a time. */
public interface Metric extends AutoCloseable {
  MetricInfo info();

  /** Starts the score of a clip. */
  Tally begin(Clip clip);

  @Override
  default void close() {}
}
