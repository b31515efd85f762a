package dev.keylight.motion;

import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A driver's motion at another frame rate or speed: poses are turned and meshes blended between the driver's moments,
 * but never across a cut, another person or a gap.
 */
public final class ResampledMotion implements Iterator<MotionFrame> {
  private final Iterator<MotionFrame> driver;
  private final double step;
  private final double speed;
  private MotionFrame before;
  private MotionFrame after;
  private double interval;
  private double start;
  private long count;

  /**
   * @param framesPerSecond of the result
   * @param speed driver seconds per second of the result
   */
  public ResampledMotion(Iterator<MotionFrame> driver, double framesPerSecond, double speed) {
    if (!(framesPerSecond > 0) || !(speed > 0)) {
      throw new IllegalArgumentException("frame rate and speed must be positive");
    }
    this.driver = driver;
    this.step = 1 / framesPerSecond;
    this.speed = speed;
    if (driver.hasNext()) {
      before = driver.next();
      start = before.seconds();
      after = driver.hasNext() ? driver.next() : null;
    }
  }

  @Override
  public boolean hasNext() {
    if (before == null) {
      return false;
    }
    double wanted = wanted();
    while (after != null && after.seconds() <= wanted + 1e-9) {
      interval = after.seconds() - before.seconds();
      before = after;
      after = driver.hasNext() ? driver.next() : null;
    }
    // The last moment lasts as long as the one before it; an only moment is shown once.
    return after != null || wanted < before.seconds() + interval - 1e-6 || count == 0;
  }

  @Override
  public MotionFrame next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    double wanted = wanted();
    double seconds = count++ * step;
    boolean joined =
        after != null && before.present() && after.present() && !after.cut() && before.subject() == after.subject();
    double gap = after == null ? 0 : after.seconds() - before.seconds();
    if (!joined || gap <= 0 || wanted - before.seconds() < 1e-9) {
      return before.at(seconds);
    }
    double share = (wanted - before.seconds()) / gap;
    return new MotionFrame(
        seconds, before.subject(), Continuity.between(before.pose(), after.pose(), share),
        Continuity.mixed(before.canonical(), after.canonical(), share), true, false);
  }

  private double wanted() {
    return start + count * step * speed;
  }
}
