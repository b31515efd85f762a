package dev.keylight.pipeline;

import dev.keylight.media.Rational;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.MotionFrame;
import dev.keylight.motion.ResampledMotion;
import java.nio.file.Path;
import java.util.Iterator;

/** A driver at another frame rate or speed. Its sound fits only while the speed is 1. */
final class ResampledDriver implements Driver {
  private final Driver driver;
  private final Rational frameRate;
  private final double speed;
  private final Iterator<MotionFrame> motion;
  private long count;

  ResampledDriver(Driver driver, Rational frameRate, double speed) {
    this.driver = driver;
    this.frameRate = frameRate;
    this.speed = speed;
    motion = new ResampledMotion(Iterators.map(driver, Moment::motion), frameRate.value(), speed);
  }

  @Override
  public boolean hasNext() {
    return motion.hasNext();
  }

  @Override
  public Moment next() {
    return new Moment(motion.next(), count++, new Rational(frameRate.denominator(), frameRate.numerator()));
  }

  @Override
  public Path sound() {
    return speed == 1 ? driver.sound() : null;
  }

  @Override
  public Rational frameRate() {
    return frameRate;
  }

  @Override
  public long expected() {
    return driver.expected() < 0
        ? -1
        : Math.round(driver.expected() * frameRate.value() / driver.averageRate().value() / speed);
  }

  @Override
  public DriverProfile profile() {
    return driver.profile();
  }

  @Override
  public int width() {
    return driver.width();
  }

  @Override
  public int height() {
    return driver.height();
  }

  @Override
  public void close() {
    driver.close();
  }
}
