package dev.keylight.pipeline;

import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.Iterator;

/** Frames in the making, outside the pipeline's own stages: one by one, each owned by whoever takes it. */
public interface FrameMaking extends Iterator<Frame>, AutoCloseable {
  /** Frames per second, or null where the rate varies. */
  Rational frameRate();

  /** How many there will be, negative when unknown. */
  long expected();

  /** Frames so far for which nothing usable was seen, so that the motion was held. */
  long held();

  @Override
  void close();
}
