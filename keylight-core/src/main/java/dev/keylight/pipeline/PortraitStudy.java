package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.engine.warp.WarpScene;
import dev.keylight.engine.Perception;
import dev.keylight.face.FaceBox;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.motion.AlignedFace;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A portrait read once and kept open for a conversation about it: which faces it shows, its light, the scene that a shader
 * draws, and where its face goes when something drives it. Not thread safe.
 */
public final class PortraitStudy implements AutoCloseable {
  private final List<FaceObservation> faces;
  private final Sitter sitter;
  private WarpScene scene;

  private PortraitStudy(List<FaceObservation> faces, Sitter sitter) {
    this.faces = faces;
    this.sitter = sitter;
  }

  /**
   * Reads a portrait.
   *
   * @param wanted which face, 0 the largest
   * @param longSide the longer side of the study in pixels at most
   * @throws BadInputException when the picture cannot be read or does not show that face
   */
  public static PortraitStudy of(Path file, int wanted, int longSide, Progress progress) {
    try (FrameSource source = Media.open(file);
        Perception perception = new BuiltInPerception();
        FaceModel model = perception.faces(TrackingOptions.still())) {
      if (!source.info().still()) {
        throw new BadInputException(file + " is a video; the portrait must be a picture");
      }
      int own = Math.max(source.info().width(), source.info().height());
      Frame picture = Pictures.opaque(source.next(), Math.min(own, longSide));
      try {
        List<FaceObservation> faces = model.observe(picture);
        FaceObservation face = Faces.choose(file.toString(), faces, wanted, progress);
        Sitter sitter = Sitter.of(picture, face, Optional.empty(), model.topology(), perception, true);
        return new PortraitStudy(List.copyOf(faces), sitter);
      } catch (RuntimeException e) {
        picture.close();
        throw e;
      }
    }
  }

  /** Where the faces are, the largest first, in pixels of {@link #picture}. */
  public List<FaceBox> boxes() {
    return faces.stream().map(face -> FaceBox.of(face.vertices())).toList();
  }

  /** The portrait at the study's size. Valid until this is closed. */
  public Frame picture() {
    return sitter.picture();
  }

  /** The light it was taken in. */
  public SphericalHarmonics light() {
    return sitter.light();
  }

  /** How the head is turned. */
  public Pose pose() {
    return sitter.portrait().face().pose();
  }

  /** The portrait taken apart, made when first asked for. Valid until this is closed. */
  public WarpScene scene() {
    if (scene == null) {
      scene = WarpScene.of(sitter.portrait(), sitter.light());
    }
    return scene;
  }

  /** The face where the picture shows it. */
  public AlignedFace still() {
    FaceObservation face = sitter.portrait().face();
    return new AlignedFace(face.vertices(), face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false);
  }

  Sitter sitter() {
    return sitter;
  }

  @Override
  public void close() {
    if (scene != null) {
      scene.close();
    }
    sitter.close();
  }
}
