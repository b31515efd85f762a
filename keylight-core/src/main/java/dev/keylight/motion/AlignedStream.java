package dev.keylight.motion;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * A driver's stream turned into a stream of aligned faces, one for each moment. Looks {@link DriverProfile#SECONDS} ahead
 * to know the driver before its first frame is used, and never holds more; meshes are small, so this costs a few
 * megabytes.
 */
public final class AlignedStream implements Iterator<AlignedFace> {
  private static final int MOST_AHEAD = 240;

  private final Iterator<MotionFrame> driver;
  private final Deque<MotionFrame> ahead = new ArrayDeque<>();
  private final MotionAligner aligner;

  /**
   * Reads the driver's first seconds.
   *
   * @param driver moments in order
   * @param start makes the aligner from the driver's first moments
   */
  public AlignedStream(Iterator<MotionFrame> driver, Function<List<MotionFrame>, MotionAligner> start) {
    this.driver = new SteadyHead(driver);
    boolean seen = false;
    while (this.driver.hasNext() && ahead.size() < MOST_AHEAD) {
      MotionFrame frame = this.driver.next();
      ahead.add(frame);
      seen |= frame.present();
      if (seen && frame.seconds() - ahead.getFirst().seconds() >= DriverProfile.SECONDS) {
        break;
      }
    }
    this.aligner = start.apply(new ArrayList<>(ahead));
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || driver.hasNext();
  }

  @Override
  public AlignedFace next() {
    return aligner.align(ahead.isEmpty() ? driver.next() : ahead.removeFirst());
  }

  /** What was held, eased and started anew so far. */
  public MotionReport report() {
    return aligner.report();
  }
}
