package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.compose.FaceCrop;
import dev.keylight.engine.Engine;
import dev.keylight.engine.EngineOptions;
import dev.keylight.engine.Shot;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.Lighting;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.MediaInfo;
import dev.keylight.media.Rational;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A clip under another light: the stages of {@code keylight relight}. Motion, camera and time stamps stay the clip's own;
 * frames without the face pass as they are. Closing stops the stages.
 */
final class Relighting implements AutoCloseable {
  private static final int PICTURES_AHEAD = 3;
  /** Pictures whose frames the engine has not given back yet. */
  private static final int WAITING_IN_MEMORY = 24;
  private static final int RENDERED_AHEAD = 2;

  private final String name;
  private final Lighting lighting;
  private final RenderOptions options;
  private final Progress progress;
  private final StageClock clock;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final FaceModel faces;
  private final PortraitMatte mattes;
  private final PhotoLight photoLight;
  private final Subject subject;
  private final SteadyLight sourceLight = new SteadyLight();
  private final Ahead<Take> takes;
  /** Takes on their way through the engine, which may look ahead. */
  private final Backlog inEngine = new Backlog(WAITING_IN_MEMORY);
  private final Finishing finishing;
  private final Comparison comparison;
  private FaceCrop crop;
  private boolean counted;
  private volatile long seen;
  private volatile long unseen;

  /** @param source the clip; stays the caller's, who closes it last */
  Relighting(FrameSource source, Lighting lighting, RenderOptions options, Progress progress, StageClock clock) {
    this.name = source.info().file().toString();
    this.lighting = lighting;
    this.options = options;
    this.progress = progress;
    this.clock = clock;
    subject = new Subject(options.face());
    faces = new MeshFaceModel(TrackingOptions.video().withMaxFaces(Math.max(2, options.face() + 1)));
    open.add(faces);
    mattes = new PortraitMatte();
    open.add(mattes);
    finishing = new Finishing(options.output().background());
    open.add(finishing);
    comparison = options.output().compare() ? new Comparison(null, 1, height(source.info())) : null;
    if (comparison != null) {
      open.add(comparison);
    }
    photoLight = new PhotoLight(faces.topology());
    Ahead<Frame> decode = new Ahead<>("decode", PICTURES_AHEAD, new Frames(source, clock), clock);
    open.add(decode);
    takes = new Ahead<>("track", PICTURES_AHEAD, Iterators.map(decode, this::take), clock);
    open.add(takes);
  }

  private int height(MediaInfo info) {
    int longSide = options.output().longSide();
    return longSide == 0 ? info.height() : (int) Math.round((double) info.height() * longSide / Math.max(info.width(), info.height()));
  }

  private Take take(Frame frame) {
    return clock.time(
        StageClock.Stage.TRACK,
        () -> {
          Frame picture = Pictures.opaque(frame, options.output().longSide());
          try {
            return takeOf(picture);
          } catch (RuntimeException e) {
            picture.close();
            throw e;
          }
        });
  }

  private Take takeOf(Frame picture) {
    SphericalHarmonics target = lighting.at(picture.seconds());
    List<FaceObservation> found = faces.observe(picture);
    if (!counted && !found.isEmpty()) {
      counted = true;
      Faces.choose(name, found, options.face(), progress);
    }
    FaceObservation face = subject.among(found);
    if (face == null) {
      unseen++;
      FaceCrop whole = FaceCrop.whole(picture.width(), picture.height());
      return new Take(picture, whole, new Shot(whole.cut(picture), Optional.empty(), null, target, target));
    }
    seen++;
    crop = settled(face, picture);
    SphericalHarmonics source = sourceLight.next(photoLight.of(picture, face), picture.seconds());
    Frame cut = crop.cut(picture);
    FaceObservation cutFace = crop.cut(face);
    Mat matte = mattes.next(cut, cutFace);
    return new Take(picture, crop, new Shot(cut, Optional.of(cutFace), matte, source, target));
  }

  /** The crop of the frames before for as long as it holds the face well, so that its edges rest. */
  private FaceCrop settled(FaceObservation face, Frame picture) {
    FaceCrop fresh = FaceCrop.around(face, picture.width(), picture.height());
    if (crop == null || crop.frameWidth() != picture.width() || crop.frameHeight() != picture.height()) {
      return fresh;
    }
    double shift =
        Math.max(
            Math.abs(fresh.x() + fresh.regionWidth() / 2.0 - crop.x() - crop.regionWidth() / 2.0),
            Math.abs(fresh.y() + fresh.regionHeight() / 2.0 - crop.y() - crop.regionHeight() / 2.0));
    double growth = Math.abs(Math.log((double) fresh.regionWidth() / crop.regionWidth()));
    return shift > 0.12 * crop.regionWidth() || growth > 0.25 ? fresh : crop;
  }

  /** The finished frames. To be called once. */
  Iterator<Frame> frames(Engine engine) {
    Iterator<Shot> shots =
        Iterators.map(
            takes,
            take -> {
              inEngine.add(take);
              return take.shot();
            });
    Iterator<Frame> lit = engine.relight(shots, faces.topology(), engineOptions());
    Ahead<Frame> render = new Ahead<>("render", RENDERED_AHEAD, clock.timed(StageClock.Stage.RENDER, lit), clock);
    open.add(render);
    return Iterators.map(render, frame -> clock.time(StageClock.Stage.COMPOSE, () -> finished(frame)));
  }

  private Frame finished(Frame lit) {
    Delivery.requireWanted(progress);
    Take take = inEngine.remove();
    try (Frame picture = take.picture()) {
      Optional<FaceObservation> face = take.shot().face();
      Frame whole =
          face.isPresent()
              ? finishing.finish(lit, picture, take.crop(), face.get())
              : finishing.asItIs(lit);
      return comparison == null ? whole : comparison.beside(whole, picture, take.shot().light());
    }
  }

  private EngineOptions engineOptions() {
    LightOptions how = options.light();
    return new EngineOptions(
        Optional.empty(), how.strength(), how.exposure(), how.shadows(), options.seed(), new Rational(1, 1000),
        shading -> clock.time(StageClock.Stage.SHADE, shading),
        progress);
  }

  /** Frames that passed as they were, so far. */
  long unseenFrames() {
    return unseen;
  }

  /**
   * To be called when all frames came out.
   *
   * @throws BadInputException when no frame showed the face
   */
  void requireSeen() {
    if (seen == 0) {
      throw new BadInputException(
          name + " shows no face in its " + unseen + (unseen == 1 ? " frame" : " frames") + "; relight a clip or picture that shows one");
    }
  }

  @Override
  public void close() {
    Closing.all(open);
    // What the engine had taken and not given back.
    inEngine.close();
  }
}
