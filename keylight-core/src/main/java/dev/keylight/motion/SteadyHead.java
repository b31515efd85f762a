package dev.keylight.motion;

import dev.keylight.face.Pose;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Takes the tremble out of a driver's head: poses are averaged with their neighbours in time under a short Gaussian, both
 * ways, so that nothing comes late. Expressions pass untouched; lips and lids stay as quick as they were.
 *
 * <p>Never averages across a cut, a gap or another person. Looks {@value #REACH} frames ahead.
 */
final class SteadyHead implements Iterator<MotionFrame> {
  /** Seconds; a head's fastest nods take five times as long. */
  private static final double SPREAD = 0.085;

  private static final int REACH = 3;

  private final Iterator<MotionFrame> driver;
  private final Deque<MotionFrame> behind = new ArrayDeque<>();
  private final Deque<MotionFrame> ahead = new ArrayDeque<>();

  SteadyHead(Iterator<MotionFrame> driver) {
    this.driver = driver;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || driver.hasNext();
  }

  @Override
  public MotionFrame next() {
    while (ahead.size() <= REACH && driver.hasNext()) {
      ahead.add(driver.next());
    }
    if (ahead.isEmpty()) {
      throw new NoSuchElementException("the driver has ended");
    }
    MotionFrame now = ahead.removeFirst();
    MotionFrame steady = now.present() ? steady(now) : now;
    behind.addFirst(now);
    if (behind.size() > REACH) {
      behind.removeLast();
    }
    return steady;
  }

  private MotionFrame steady(MotionFrame now) {
    List<MotionFrame> around = new ArrayList<>();
    around.add(now);
    if (!now.cut()) {
      for (MotionFrame before : behind) {
        if (!before.present() || before.subject() != now.subject()) {
          break;
        }
        around.add(before);
        if (before.cut()) {
          break;
        }
      }
    }
    for (MotionFrame after : ahead) {
      if (!after.present() || after.cut() || after.subject() != now.subject()) {
        break;
      }
      around.add(after);
    }
    return new MotionFrame(now.seconds(), now.subject(), mean(around, now.seconds()), now.canonical(), true, now.cut());
  }

  /** Weighted mean of poses; rotations are averaged as small turns away from the middle one. */
  private static Pose mean(List<MotionFrame> frames, double seconds) {
    Pose middle = frames.get(0).pose();
    double weights = 0;
    double scale = 0;
    double[] translation = new double[3];
    double[] turn = new double[3];
    for (MotionFrame frame : frames) {
      double distance = (frame.seconds() - seconds) / SPREAD;
      double weight = Math.exp(-0.5 * distance * distance);
      weights += weight;
      scale += weight * frame.pose().scale();
      double[] vector = Rotation.toVector(Rotation.times(frame.pose().rotation(), Rotation.transposed(middle.rotation())));
      for (int i = 0; i < 3; i++) {
        translation[i] += weight * frame.pose().translation()[i];
        turn[i] += weight * vector[i];
      }
    }
    float[] rotation =
        Rotation.times(Rotation.ofVector(turn[0] / weights, turn[1] / weights, turn[2] / weights), middle.rotation());
    return new Pose(
        (float) (scale / weights),
        rotation,
        new float[] {
          (float) (translation[0] / weights), (float) (translation[1] / weights), (float) (translation[2] / weights)
        });
  }
}
