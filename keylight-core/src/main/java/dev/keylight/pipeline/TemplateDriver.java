package dev.keylight.pipeline;

import dev.keylight.face.FaceTopology;
import dev.keylight.media.Rational;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.MotionFrame;
import dev.keylight.motion.MotionTemplate;
import java.nio.file.Path;
import java.util.Iterator;

/** A motion template as the driver: no pictures, no sound, nothing to wait for. */
final class TemplateDriver implements Driver {
  private final MotionTemplate template;
  private final Rational frameRate;
  private final long frames;
  private final Iterator<MotionFrame> motion;
  private final FaceTopology topology;
  private long count;

  /**
   * @param seconds how long it is repeated, 0 for once through
   */
  TemplateDriver(MotionTemplate template, FaceTopology topology, double seconds) {
    this.template = template;
    this.topology = topology;
    frameRate = new Rational(Math.round(template.framesPerSecond() * 1000), 1000);
    frames = seconds > 0 ? Math.max(1, Math.round(seconds * template.framesPerSecond())) : template.length();
    motion = template.frames(topology, seconds);
  }

  @Override
  public boolean hasNext() {
    return motion.hasNext();
  }

  @Override
  public Moment next() {
    // Milliframes, so that a rate with a fraction stays exact.
    return new Moment(motion.next(), 1000 * count++, new Rational(1, frameRate.numerator()));
  }

  @Override
  public DriverProfile profile() {
    return template.profile(topology);
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
    return 0;
  }

  @Override
  public int height() {
    return 0;
  }

  @Override
  public void close() {}
}
