package dev.keylight.cli;

/** How fast a long operation goes and how long it will take: the mean since its first frame, which is where it settles. */
final class Pace {
  private static final long NANOS_BETWEEN_REPORTS = 200_000_000L;

  private long firstNanos;
  private long firstDone;
  private long lastReport;
  private long done;
  private long total = -1;
  private long now;

  void update(long newDone, long newTotal) {
    now = System.nanoTime();
    done = newDone;
    total = newTotal;
    if (firstNanos == 0) {
      firstNanos = now;
      firstDone = newDone;
    }
  }

  /** Whether it is time to tell the user again; the last frame always is. */
  boolean due() {
    if (lastReport == 0 || now - lastReport >= NANOS_BETWEEN_REPORTS || done == total) {
      lastReport = now;
      return true;
    }
    return false;
  }

  /** Frames per second, 0 while unknown. */
  double perSecond() {
    return done > firstDone ? (done - firstDone) * 1e9 / (now - firstNanos) : 0;
  }

  double secondsLeft() {
    return Math.max(0, total - done) / perSecond();
  }
}
