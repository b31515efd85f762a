package dev.keylight.lcvd.tiny;

import dev.keylight.media.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/** Drafts, a few at a time, changed and given out in their order. */
final class RefinedFrames implements Iterator<Frame>, AutoCloseable {
  private static final int TOGETHER = 4;

  private final Iterator<Draft> drafts;
  private final Refiner refiner;
  private final Consumer<Draft.Head> done;
  private final Deque<Frame> ready = new ArrayDeque<>();

  /** @param done what becomes of a head that has been used */
  RefinedFrames(Iterator<Draft> drafts, Refiner refiner, Consumer<Draft.Head> done) {
    this.drafts = drafts;
    this.refiner = refiner;
    this.done = done;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || drafts.hasNext();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    if (ready.isEmpty()) {
      List<Draft> heads = new ArrayList<>();
      while (ready.size() < TOGETHER && drafts.hasNext()) {
        Draft draft = drafts.next();
        ready.add(draft.frame());
        if (draft.head() != null) {
          heads.add(draft);
        }
      }
      refiner.refine(heads);
      heads.forEach(draft -> done.accept(draft.head()));
    }
    return ready.removeFirst();
  }

  @Override
  public void close() {
    ready.forEach(Frame::close);
    ready.clear();
  }
}
