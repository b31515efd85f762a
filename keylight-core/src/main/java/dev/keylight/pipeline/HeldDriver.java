package dev.keylight.pipeline;

import dev.keylight.media.Rational;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Path;
import java.util.NoSuchElementException;

/** A picture as the driver: its expression, held for as long as the result lasts. */
final class HeldDriver implements Driver {
  private final MotionFrame motion;
  private final Rational frameRate;
  private final long frames;
  private final int width;
  private final int height;
  private long count;

  /**
   * @param motion what the picture's face does
   * @param frames how long it is held
   */
  HeldDriver(MotionFrame motion, Rational frameRate, long frames, int width, int height) {
    this.motion = motion;
    this.frameRate = frameRate;
    this.frames = frames;
    this.width = width;
    this.height = height;
  }

  @Override
  public boolean hasNext() {
    return count < frames;
  }

  @Override
  public Moment next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Rational timeBase = new Rational(frameRate.denominator(), frameRate.numerator());
    return new Moment(motion.at(count * timeBase.value()), count++, timeBase);
  }

  @Override
  public Path sound() {
    return null;
  }

  @Override
  public Rational frameRate() {
    return frameRate;
  }

  @Override
  public long expected() {
    return frames;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public int height() {
    return height;
  }

  @Override
  public void close() {}
}
