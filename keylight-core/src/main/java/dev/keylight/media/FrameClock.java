package dev.keylight.media;

/**
 * Turns a stream's time stamps into presentation times that start at 0 and increase strictly.
 *
 * <p>Containers such as Matroska round to milliseconds, so that 30000/1001 frames per second arrive as 33, 67, 100 ms.
 * Where the rate is constant and every stamp lies within one tick of the exact grid, the grid itself is used.
 */
final class FrameClock {
  private final Rational streamBase;
  private final Rational timeBase;
  /** Frames per second of a constant grid, or null where stamps are passed on as they are. */
  private final Rational grid;
  private long first = Long.MIN_VALUE;
  private long previous = -1;

  FrameClock(Rational streamBase, MediaInfo info) {
    this.streamBase = streamBase;
    boolean coarse = !info.variableRate() && !ticksPerFrameExact(streamBase, info.frameRate());
    grid = coarse ? info.frameRate() : null;
    timeBase = coarse ? fine(info.frameRate()) : streamBase;
  }

  private static boolean ticksPerFrameExact(Rational base, Rational rate) {
    return Math.multiplyExact(base.denominator(), rate.denominator())
        % Math.multiplyExact(base.numerator(), rate.numerator()) == 0;
  }

  /** A time base in which one frame is a whole number of ticks and a tick is at most 0.1 ms. */
  static Rational fine(Rational rate) {
    long ticks = rate.numerator();
    return new Rational(1, ticks * Math.max(1, (10_000 + ticks - 1) / ticks));
  }

  Rational timeBase() {
    return timeBase;
  }

  /** @param stamp in the stream's time base, or {@code Long.MIN_VALUE} (AV_NOPTS_VALUE) when the file has none */
  long next(long stamp) {
    long time;
    if (stamp == Long.MIN_VALUE) {
      time = previous + 1;
    } else {
      if (first == Long.MIN_VALUE) {
        first = stamp;
      }
      time = grid == null ? stamp - first : onGrid(stamp - first);
    }
    previous = Math.max(time, previous + 1);
    return previous;
  }

  private long onGrid(long sinceFirst) {
    double seconds = sinceFirst * streamBase.value();
    long index = Math.round(seconds * grid.value());
    if (Math.abs(index / grid.value() - seconds) <= streamBase.value()) {
      return Ffmpeg.rescale(index, new Rational(grid.denominator(), grid.numerator()), timeBase);
    }
    return Ffmpeg.rescale(sinceFirst, streamBase, timeBase);
  }
}
