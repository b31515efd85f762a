package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.TrackOverlay;
import dev.keylight.face.TrackWriter;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import dev.keylight.media.Output;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.Function;

/**
 * What {@code keylight track} does.
 *
 * @param frames how many were looked at
 * @param framesWithFace how many of them show a face
 * @param faces how many different faces were seen
 * @param bridged how many frames a face was carried over because it could not be seen
 */
public record Tracking(long frames, long framesWithFace, int faces, long bridged) {
  /**
   * Tracks all faces of a clip or picture.
   *
   * @param lines where the JSON lines go
   * @param overlay where the picture with the tracks drawn in goes, or null
   * @param models opens the face model that tracks; it is closed here
   * @throws BadInputException when the input cannot be read or shows no face at all
   */
  public static Tracking run(
      Path input, Path lines, Path overlay, int maxFaces, Function<TrackingOptions, FaceModel> models, Progress progress) {
    Path part = WholeFile.partOf(lines);
    StageClock clock = new StageClock();
    try (FrameSource source = Media.open(input);
        FaceModel faces = models.apply(options(source.info()).withMaxFaces(maxFaces));
        Ahead<Frame> decode = new Ahead<>("decode", 4, new Frames(source, clock), clock);
        FrameSink sink = overlay == null ? null : Media.create(overlay, sound(source.info()), progress::note)) {
      Tracking result;
      try (TrackWriter writer = new TrackWriter(new BufferedOutputStream(Files.newOutputStream(part)))) {
        result = run(source.info(), decode, faces, writer, sink, progress);
      }
      if (result.framesWithFace == 0) {
        throw new BadInputException(input + " shows no face in its " + result.frames + " frames; there is nothing to track");
      }
      if (sink != null) {
        sink.finish();
      }
      Files.move(part, lines, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
      return result;
    } catch (IOException e) {
      throw new KeylightException("cannot write " + lines + ": " + e.getMessage() + "; choose a folder you may write to", e);
    } finally {
      WholeFile.discard(part);
    }
  }

  private static Tracking run(
      MediaInfo info, Ahead<Frame> frames, FaceModel faces, TrackWriter writer, FrameSink sink, Progress progress)
      throws IOException {
    TrackOverlay pen = new TrackOverlay(faces.topology());
    long count = 0;
    long shown = 0;
    long bridged = 0;
    int known = 0;
    while (frames.hasNext()) {
      Delivery.requireWanted(progress);
      try (Frame frame = frames.next()) {
        List<FaceObservation> found = faces.observe(frame);
        writer.write(frame, found);
        for (FaceObservation face : found) {
          known = Math.max(known, face.id() + 1);
          bridged += face.bridged() ? 1 : 0;
        }
        shown += found.isEmpty() ? 0 : 1;
        if (sink != null) {
          pen.draw(frame, found);
          sink.write(frame);
        }
      }
      progress.update(++count, info.frameCount());
    }
    return new Tracking(count, shown, known, bridged);
  }

  private static TrackingOptions options(MediaInfo info) {
    return info.still() ? TrackingOptions.still() : TrackingOptions.video();
  }

  private static Output sound(MediaInfo info) {
    return Output.like(info).withAudio(info.hasAudio() ? info.file() : null);
  }
}
