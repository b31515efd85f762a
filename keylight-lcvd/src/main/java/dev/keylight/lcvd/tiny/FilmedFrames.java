package dev.keylight.lcvd.tiny;

import dev.keylight.lcvd.nn.Scope;
import dev.keylight.media.Frame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * Drafts, changed as frames of a clip that see each other: a window of as many as the model learnt together moves on over them,
 * and where two windows overlap, one passes into the other. A clip ends where a head does, or where it jumps, as in a cut; its
 * last window reaches back as far as it has to. No more than a window of frames is kept.
 */
final class FilmedFrames implements Iterator<Frame>, AutoCloseable {
  private final Iterator<Draft> drafts;
  private final Refiner refiner;
  private final Consumer<Draft.Head> done;
  private final int frames;
  private final int overlap;
  private final Deque<Frame> ready = new ArrayDeque<>();
  private final Deque<Place> window = new ArrayDeque<>();
  private Draft ahead;

  /** A frame of the window. */
  private static final class Place {
    private final Seen seen;
    /** What a window made of it; null before the first. */
    private Tensor changed;
    private boolean given;

    Place(Seen seen) {
      this.seen = seen;
    }
  }

  /**
   * @param frames of a window, at least 2
   * @param done what becomes of a head that has been used
   */
  FilmedFrames(Iterator<Draft> drafts, Refiner refiner, int frames, Consumer<Draft.Head> done) {
    this.drafts = drafts;
    this.refiner = refiner;
    this.frames = frames;
    this.overlap = frames / 3;
    this.done = done;
  }

  @Override
  public boolean hasNext() {
    return !ready.isEmpty() || ahead != null || !window.isEmpty() && !window.getLast().given || drafts.hasNext();
  }

  @Override
  public Frame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    while (ready.isEmpty()) {
      advance();
    }
    return ready.removeFirst();
  }

  private void advance() {
    if (ahead == null && drafts.hasNext()) {
      ahead = drafts.next();
    }
    boolean goesOn = ahead != null && ahead.head() != null
        && (window.isEmpty() || ahead.head().square().follows(window.getLast().seen.draft().head().square()));
    if (!window.isEmpty() && (!goesOn || unlooked() == (window.getFirst().changed == null ? frames : frames - overlap))) {
      look(goesOn ? overlap : 0);
    }
    if (!goesOn) {
      forget(0);
    }
    if (ahead == null) {
      return;
    }
    if (ahead.head() == null) {
      ready.add(ahead.frame());
    } else {
      forget(frames - 1);
      window.add(new Place(refiner.see(ahead)));
    }
    ahead = null;
  }

  private long unlooked() {
    return window.stream().filter(place -> place.changed == null).count();
  }

  /** @param kept frames at the end that the next window looks at again before they are given out */
  private void look(int kept) {
    List<Place> places = List.copyOf(window);
    Tensor all = refiner.together(places.stream().map(place -> place.seen).toList(), frames);
    List<Place> now = new ArrayList<>();
    long waiting = places.stream().filter(place -> !place.given && place.changed != null).count();
    int known = 0;
    for (int i = 0; i < places.size(); i++) {
      Place place = places.get(i);
      if (place.given) {
        continue;
      }
      Tensor made = all.select(0, i);
      if (place.changed == null) {
        place.changed = Scope.lasting(made::clone);
      } else {
        known++;
        try (PointerScope scope = new PointerScope()) {
          place.changed.lerp_(made, new Scalar((double) known / (waiting + 1)));
        }
      }
      if (i < places.size() - kept) {
        now.add(place);
      }
    }
    Scope.free(all);
    refiner.add(now.stream().map(place -> place.changed).toList(), now.stream().map(place -> place.seen).toList());
    now.forEach(place -> {
      place.given = true;
      ready.add(place.seen.draft().frame());
    });
  }

  /** Lets go of the oldest frames, which are given out, until so many are left. */
  private void forget(int left) {
    while (window.size() > left) {
      Place place = window.removeFirst();
      place.seen.free();
      if (place.changed != null) {
        Scope.free(place.changed);
      }
      done.accept(place.seen.draft().head());
    }
  }

  @Override
  public void close() {
    ready.forEach(Frame::close);
    ready.clear();
    window.stream().filter(place -> !place.given).forEach(place -> place.seen.draft().frame().close());
    forget(0);
    if (ahead != null) {
      ahead.frame().close();
      ahead = null;
    }
  }
}
