package dev.keylight.eval.metric;

import java.util.List;

/**
 * Describes pictures, or short runs of them, by vectors whose distribution over many clips is compared with that of real
 * pictures: what Fréchet and kernel distances are taken on. Used by one thread at a time.
 */
public interface FeatureExtractor extends AutoCloseable {
  /** Short and unique, such as {@code efficientnet-lite0}. */
  String id();

  /** The weights behind it. */
  String weights();

  /**
   * Frames in a row that make one vector; 1 describes appearance, more describe motion. Windows begin at sampled frames and do
   * not overlap.
   */
  int window();

  /** What is kept of a picture until its window is full. */
  float[] prepare(Sight sight);

  /** The vector of a window. */
  float[] describe(List<float[]> prepared);

  @Override
  default void close() {}
}
