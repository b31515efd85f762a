package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Motion;
import dev.keylight.MotionOptions;
import dev.keylight.OutputOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.engine.Perception;
import dev.keylight.face.FaceModel;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.motion.AlignedFace;
import dev.keylight.motion.AlignedStream;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A driver tracked once, so that its motion can be put onto portraits again and again with other options, without a
 * picture being decoded.
 *
 * @param name for messages
 * @param moments in order
 * @param profile what is known of it beforehand; null where its first moments must tell
 * @param width of its picture in pixels, 0 when it has none
 * @param height of its picture in pixels, 0 when it has none
 * @param framesPerSecond on average
 */
public record DriverTrack(
    String name, List<MotionFrame> moments, DriverProfile profile, int width, int height, double framesPerSecond) {
  /** A portrait's face at one moment of the driver. */
  public record Posed(double seconds, AlignedFace face) {}

  /**
   * Tracks a driver.
   *
   * @param face which of its faces, 0 the largest
   * @param seconds how much of it at most
   * @param copy where a small copy for looking at goes, an {@code .mp4}; not written for templates and pictures
   * @param copySide the copy's longer side in pixels
   * @throws BadInputException when it cannot be read or shows no face
   */
  public static DriverTrack of(Motion motion, int face, double seconds, Path copy, int copySide, Progress progress) {
    if (!motion.isTemplate() && Files.exists(Path.of(motion.said()))) {
      try (FrameSource source = Media.open(Path.of(motion.said()))) {
        if (!source.info().still()) {
          return clip(source, motion.said(), face, seconds, copy, copySide, progress);
        }
      }
    }
    OutputOptions none = OutputOptions.DEFAULT;
    RenderOptions options =
        RenderOptions.DEFAULT.withMotion(
            new MotionOptions(
                MotionOptions.DEFAULT.alignment(), MotionOptions.DEFAULT.base(), MotionOptions.DEFAULT.retargeting(), face));
    try (Perception perception = new BuiltInPerception();
        Driver driver =
            Drivers.open(motion, false, options.withOutput(none), perception, progress, new StageClock())) {
      List<MotionFrame> moments = new ArrayList<>();
      while (driver.hasNext()) {
        moments.add(driver.next().motion());
      }
      return new DriverTrack(
          motion.said(), moments, driver.profile(), driver.width(), driver.height(), driver.averageRate().value());
    }
  }

  private static DriverTrack clip(
      FrameSource source, String name, int face, double seconds, Path copy, int copySide, Progress progress) {
    List<MotionFrame> moments = new ArrayList<>();
    Subject subject = new Subject(face);
    Output output = Output.like(source.info()).withQuality(70);
    try (FaceModel faces = new MeshFaceModel(TrackingOptions.video().withMaxFaces(face + 1));
        FrameSink sink = Media.create(copy, output)) {
      boolean seen = false;
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        Delivery.requireWanted(progress);
        try (Frame opaque = Pictures.opaque(frame, 0)) {
          if (opaque.seconds() > seconds) {
            break;
          }
          MotionFrame moment = ClipDriver.motion(opaque, faces, subject);
          seen |= moment.present();
          moments.add(moment);
          try (Frame small = small(opaque, copySide)) {
            sink.write(small);
          }
        }
        progress.update(moments.size(), source.info().frameCount());
      }
      if (!seen) {
        throw new BadInputException(
            name + " shows no face in its first " + moments.size() + " frames; drive with a clip that shows one from the start");
      }
      sink.finish();
    }
    return new DriverTrack(
        name, moments, null, source.info().width(), source.info().height(), source.info().frameRate().value());
  }

  private static Frame small(Frame frame, int side) {
    double factor = Math.min(1, (double) side / Math.max(frame.width(), frame.height()));
    int width = Math.max(2, 2 * (int) Math.round(factor * frame.width() / 2));
    int height = Math.max(2, 2 * (int) Math.round(factor * frame.height() / 2));
    return Frame.of(Pictures.resized(frame.pixels(), width, height), frame.presentationTime(), frame.timeBase());
  }

  /** The driver's motion on a portrait, moment by moment; each iterator starts anew. */
  public Iterator<Posed> on(PortraitStudy study, MotionOptions options) {
    if (moments.stream().noneMatch(MotionFrame::present)) {
      throw new BadInputException(name + " shows no face");
    }
    AlignedStream aligned =
        new AlignedStream(
            moments.iterator(), first -> study.sitter().aligner(first, profile, options, width, height));
    Iterator<MotionFrame> times = moments.iterator();
    return Iterators.map(times, moment -> new Posed(moment.seconds(), aligned.next()));
  }
}
