package dev.keylight.pipeline;

import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A source's frames as an iterator; the time of decoding is counted. Does not close the source. */
final class Frames implements Iterator<Frame> {
  private final FrameSource source;
  private final StageClock clock;
  private Frame head;
  private boolean ended;

  Frames(FrameSource source, StageClock clock) {
    this.source = source;
    this.clock = clock;
  }

  @Override
  public boolean hasNext() {
    if (head == null && !ended) {
      head = clock.time(StageClock.Stage.DECODE, source::next);
      ended = head == null;
    }
    return head != null;
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Frame frame = head;
    head = null;
    return frame;
  }
}
