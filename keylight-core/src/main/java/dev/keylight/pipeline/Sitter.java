package dev.keylight.pipeline;

import dev.keylight.MotionOptions;
import dev.keylight.Progress;
import dev.keylight.compose.FaceCrop;
import dev.keylight.engine.OpenMouth;
import dev.keylight.engine.Perception;
import dev.keylight.engine.Portrait;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.MotionAligner;
import dev.keylight.motion.MotionFrame;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The person to be animated, as the pipeline needs them: the whole picture, and the part of it that is rendered.
 *
 * @param picture the whole picture at the size of the result, RGB
 * @param crop the part that is rendered
 * @param portrait that part, with face and matte
 * @param light in which the picture was taken
 */
record Sitter(Frame picture, FaceCrop crop, Portrait portrait, SphericalHarmonics light) implements AutoCloseable {
  /**
   * Reads a portrait: a picture, or a video that shows the person ({@link ReferenceClip}).
   *
   * @param wanted which face, 0 the largest
   * @param longSide of the result in pixels, 0 for the picture's own
   * @param whole whether the whole picture is to be rendered, not only the surroundings of the face
   * @param perception by what face, matte and light are read; stays the caller's
   * @throws dev.keylight.BadInputException when the picture cannot be read or does not show that face
   */
  static Sitter read(
      Path file, int wanted, int longSide, boolean whole, Perception perception, Progress progress) {
    try (FrameSource source = Media.open(file);
        FaceModel faces = perception.faces(TrackingOptions.still())) {
      if (source.info().still()) {
        return of(Pictures.opaque(source.next(), longSide), Optional.empty(), file, wanted, whole, faces, perception, progress);
      }
      ReferenceClip.Found found = ReferenceClip.read(source, wanted, longSide, progress);
      return of(found.portrait(), found.mouth(), file, wanted, whole, faces, perception, progress);
    }
  }

  private static Sitter of(
      Frame picture,
      Optional<OpenMouth> mouth,
      Path file,
      int wanted,
      boolean whole,
      FaceModel faces,
      Perception perception,
      Progress progress) {
    try {
      FaceObservation face = Faces.choose(file.toString(), faces.observe(picture), wanted, progress);
      return of(picture, face, mouth, faces.topology(), perception, whole);
    } catch (RuntimeException e) {
      picture.close();
      mouth.ifPresent(OpenMouth::close);
      throw e;
    }
  }

  static Sitter of(
      Frame picture,
      FaceObservation face,
      Optional<OpenMouth> mouth,
      FaceTopology topology,
      Perception perception,
      boolean whole) {
    FaceCrop crop =
        whole
            ? FaceCrop.whole(picture.width(), picture.height())
            : FaceCrop.around(face, picture.width(), picture.height());
    Frame cut = crop.cut(picture);
    FaceObservation cutFace = crop.cut(face);
    Portrait portrait = new Portrait(cut, cutFace, topology, perception.matte(cut, cutFace), mouth);
    return new Sitter(picture, crop, portrait, perception.light(picture, face));
  }

  /**
   * An aligner that moves this person.
   *
   * @param first the driver's first moments, at least one with a face
   * @param known what is known of the driver beforehand, or null
   * @param width of the driver's picture in pixels, 0 when it has none
   */
  MotionAligner aligner(List<MotionFrame> first, DriverProfile known, MotionOptions options, int width, int height) {
    FaceObservation face = portrait.face();
    FaceTopology topology = portrait.topology();
    DriverProfile profile =
        known != null ? known : DriverProfile.of(first, options.base(), face, topology, width, height);
    return new MotionAligner(
        face, crop.width(), crop.height(), topology, profile, options.alignment(), options.retargeting());
  }

  @Override
  public void close() {
    portrait.close();
    picture.close();
  }
}
