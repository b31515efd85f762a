package dev.keylight.pipeline;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.MediaInfo;
import dev.keylight.media.Rational;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Path;

/**
 * A clip that is decoded and tracked while it drives. Two stages: pictures wait few at a time, as they are large; moments
 * may run far ahead, as they are a mesh each and the start of a clip is looked at before its first frame is used.
 */
final class ClipDriver implements Driver {
  private static final int PICTURES_AHEAD = 4;
  private static final int MOMENTS_AHEAD = 96;

  private final FrameSource source;
  private final FaceModel faces;
  private final Subject subject;
  private final Ahead<Frame> decode;
  private final Ahead<Moment> track;

  /**
   * @param source the clip; closed with the driver
   * @param faces a tracker of its own; closed with the driver
   * @param wanted which face drives, 0 the largest
   */
  ClipDriver(FrameSource source, FaceModel faces, int wanted, StageClock clock) {
    this.source = source;
    this.faces = faces;
    this.subject = new Subject(wanted);
    decode = new Ahead<>("decode", PICTURES_AHEAD, new Frames(source, clock), clock);
    track = new Ahead<>("track", MOMENTS_AHEAD, Iterators.map(decode, frame -> track(frame, clock)), clock);
  }

  private Moment track(Frame frame, StageClock clock) {
    try (frame) {
      return clock.time(
          StageClock.Stage.TRACK,
          () -> new Moment(motion(frame), frame.presentationTime(), frame.timeBase()));
    }
  }

  private MotionFrame motion(Frame frame) {
    return motion(frame, faces, subject);
  }

  /** What the person does on a frame. */
  static MotionFrame motion(Frame frame, FaceModel faces, Subject subject) {
    FaceObservation face = subject.among(faces.observe(frame));
    return face == null ? MotionFrame.missing(frame.seconds()) : MotionFrame.of(face, frame.seconds());
  }

  @Override
  public boolean hasNext() {
    return track.hasNext();
  }

  @Override
  public Moment next() {
    return track.next();
  }

  @Override
  public Path sound() {
    return source.info().hasAudio() ? source.info().file() : null;
  }

  @Override
  public Rational frameRate() {
    MediaInfo info = source.info();
    return info.variableRate() ? null : info.frameRate();
  }

  @Override
  public Rational averageRate() {
    return source.info().frameRate();
  }

  @Override
  public long expected() {
    return source.info().frameCount();
  }

  @Override
  public int width() {
    return source.info().width();
  }

  @Override
  public int height() {
    return source.info().height();
  }

  @Override
  public void close() {
    track.close();
    decode.close();
    faces.close();
    source.close();
  }
}
