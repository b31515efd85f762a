package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.engine.Perception;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Rational;
import dev.keylight.motion.MotionFrame;
import dev.keylight.motion.MotionTemplate;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Opens whatever a user named as the driver. */
final class Drivers {
  /** Of videos made from still pictures. */
  static final Rational STILL_RATE = new Rational(25, 1);

  private static final double STILL_SECONDS = 4;

  private Drivers() {}

  /**
   * @param picture whether the result is a single picture
   */
  static Driver open(
      Motion motion, boolean picture, RenderOptions options, Perception perception, Progress progress, StageClock clock) {
    Driver driver = openAsItIs(motion, picture, options, perception, progress, clock);
    Rational rate = options.output().frameRate();
    double speed = options.motion().retargeting().speed();
    if (driver instanceof HeldDriver || rate == null && speed == 1) {
      return driver;
    }
    if (speed != 1 && options.output().audio() && driver.sound() != null) {
      progress.note("the sound is left out, as it does not fit at " + speed + " times the speed");
    }
    return new ResampledDriver(driver, rate == null ? driver.averageRate() : rate, speed);
  }

  private static Driver openAsItIs(
      Motion motion, boolean picture, RenderOptions options, Perception perception, Progress progress, StageClock clock) {
    int wanted = options.motion().face();
    double seconds = options.output().seconds();
    if (motion.isTemplate()) {
      return new TemplateDriver(MotionTemplate.named(motion.said()), FaceTopology.builtIn(), seconds);
    }
    FrameSource source = open(motion.said());
    if (source.info().still()) {
      try (source) {
        return held(source, motion.said(), wanted, picture, options, perception, progress);
      }
    }
    return new ClipDriver(source, perception.faces(TrackingOptions.video().withMaxFaces(wanted + 1)), wanted, clock);
  }

  private static Driver held(
      FrameSource source, String name, int wanted, boolean picture, RenderOptions options, Perception perception,
      Progress progress) {
    try (Frame frame = source.next();
        FaceModel faces = perception.faces(TrackingOptions.still())) {
      FaceObservation face = Faces.choose(name, faces.observe(frame), wanted, progress);
      Rational rate = options.output().frameRate() == null ? STILL_RATE : options.output().frameRate();
      double seconds = options.output().seconds() > 0 ? options.output().seconds() : STILL_SECONDS;
      long frames = picture ? 1 : Math.max(1, Math.round(seconds * rate.value()));
      return new HeldDriver(MotionFrame.of(face, 0), rate, frames, frame.width(), frame.height());
    }
  }

  private static FrameSource open(String said) {
    Path file = path(said);
    if (file == null || !Files.exists(file)) {
      throw new BadInputException(
          "there is no file and no motion template '" + said + "' to drive with; the templates are "
              + String.join(", ", MotionTemplate.NAMES));
    }
    return Media.open(file);
  }

  private static Path path(String said) {
    try {
      return Path.of(said);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
