package dev.keylight.eval.score;

import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.footage.Reel;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.media.Frame;

/** One of a trial's files while it is walked through: the sights one after the other; a still is seen once and stays. */
final class Stream implements AutoCloseable {
  private final Footage footage;
  private final Reel reel;
  private final Viewer viewer;
  private Sight now;
  private Sight before;

  Stream(Footage footage) {
    this.footage = footage;
    reel = new Reel(footage);
    viewer = new Viewer(reel.still());
  }

  /** The stream of an optional file, at the size of another where their shapes agree. */
  static Stream of(Footage footage, Reel size) {
    Stream stream = new Stream(footage);
    if (size != null) {
      stream.reel.sizedAs(size);
    }
    return stream;
  }

  Reel reel() {
    return reel;
  }

  Footage footage() {
    return footage;
  }

  boolean still() {
    return reel.still();
  }

  /** Seconds of the part that is used; 0 for a still, negative when unknown. */
  double seconds() {
    double all = reel.info().seconds();
    return all <= 0 ? all : Math.max(0, all - footage.skip() / Math.max(1e-3, reel.info().frameRate().value()));
  }

  /** Moves on by one frame; false after the last. A still never ends. */
  boolean advance() {
    if (still() && now != null) {
      return true;
    }
    Frame next = reel.next();
    if (next == null) {
      return false;
    }
    if (before != null) {
      before.close();
    }
    before = now;
    now = viewer.look(next);
    return true;
  }

  Sight now() {
    return now;
  }

  /** The sight before this one, null at the first and for stills. */
  Sight before() {
    return before;
  }

  @Override
  public void close() {
    if (before != null) {
      before.close();
    }
    if (now != null) {
      now.close();
    }
    viewer.close();
    reel.close();
  }
}
