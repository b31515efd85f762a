package dev.keylight.lcvd.engine;

import dev.keylight.engine.Step;
import dev.keylight.lcvd.render.DecodedFrames;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** The frames of one animation; sampling starts when the first is asked for. */
final class AnimatedFrames implements Iterator<Frame>, AutoCloseable {
  /** A sampled clip. */
  record Clip(DecodedFrames decoded, HintFolder hints, Square square, List<Long> times, Rational timeBase) {}

  private final Supplier<Clip> sampling;
  private final Iterator<Step> steps;
  private Clip clip;
  private int given;

  AnimatedFrames(Supplier<Clip> sampling, Iterator<Step> steps) {
    this.sampling = sampling;
    this.steps = steps;
  }

  @Override
  public boolean hasNext() {
    return clip == null ? steps.hasNext() : given < clip.times.size();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (clip == null) {
      clip = sampling.get();
    }
    return clip.square.take(clip.decoded.next(), clip.times.get(given++), clip.timeBase);
  }

  @Override
  public void close() {
    if (clip != null) {
      clip.decoded.finish();
      clip.hints.close();
      clip = null;
      given = Integer.MAX_VALUE;
    }
  }
}
