package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.MotionOptions;
import dev.keylight.Progress;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Engines;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceModel;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.motion.AlignedFace;
import dev.keylight.motion.MotionAligner;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * A portrait that follows a camera as it comes, frame by frame, under a light that may change at any moment. Uses an engine
 * that works without looking ahead. Motion counts from the first frames, so whoever drives should look calmly into the
 * camera at first. Not thread safe.
 */
public final class LivePortrait implements AutoCloseable {
  /** Frames with a face that are looked at before the portrait moves. */
  private static final int CALM_FRAMES = 8;

  private static final Rational MILLISECONDS = new Rational(1, 1000);

  private final PortraitStudy study;
  private final FaceModel faces = new MeshFaceModel(TrackingOptions.video().withMaxFaces(1));
  private final Subject subject = new Subject(0);
  private final Engine engine = Engines.open("warp");
  private final Iterator<Frame> rendered;
  private final List<MotionFrame> first = new ArrayList<>();
  private MotionOptions options;
  private MotionAligner aligner;
  private Step pending;

  /**
   * @param wanted which face of the portrait, 0 the largest
   * @param longSide of the result in pixels at most
   * @throws BadInputException when the portrait cannot be used
   */
  public LivePortrait(Path portrait, int wanted, int longSide, MotionOptions options, LightOptions light) {
    this.options = options;
    this.study = PortraitStudy.of(portrait, wanted, longSide, Progress.NONE);
    EngineOptions how =
        new EngineOptions(
            Optional.of(study.light()), light.strength(), light.exposure(), light.shadows(), 0, MILLISECONDS);
    Iterator<Step> steps =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Step next() {
            return pending;
          }
        };
    this.rendered = engine.animate(study.sitter().portrait(), steps, how);
  }

  /** Whether the driver has been seen long enough for the portrait to follow. */
  public boolean following() {
    return aligner != null;
  }

  /** Counts motion anew from the next frames, with other options if wanted. */
  public void restart(MotionOptions with) {
    options = with;
    first.clear();
    aligner = null;
  }

  /**
   * The portrait as the camera's frame says; as it was where no face is to be seen.
   *
   * @param camera RGB; closed by the caller. Its time must rise from frame to frame
   * @return to be closed by the caller
   */
  public Frame follow(Frame camera, SphericalHarmonics light) {
    MotionFrame moment = ClipDriver.motion(camera, faces, subject);
    if (aligner == null) {
      first.add(moment);
      if (first.stream().filter(MotionFrame::present).count() >= CALM_FRAMES) {
        aligner = study.sitter().aligner(first, null, options, camera.width(), camera.height());
      }
    }
    AlignedFace face = aligner == null ? study.still() : aligner.align(moment);
    pending = new Step(face, light, Math.round(1000 * camera.seconds()));
    return rendered.next();
  }

  @Override
  public void close() {
    engine.close();
    faces.close();
    study.close();
  }
}
