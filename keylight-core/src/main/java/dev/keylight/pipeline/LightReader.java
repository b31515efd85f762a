package dev.keylight.pipeline;

import dev.keylight.BadInputException;
import dev.keylight.Light;
import dev.keylight.Progress;
import dev.keylight.engine.Perception;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.EnvironmentMap;
import dev.keylight.light.LightFiles;
import dev.keylight.light.LightSpec;
import dev.keylight.light.Lighting;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.TimedLight;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.HdrImage;
import dev.keylight.media.Media;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads lights with the help of the rooms that the light itself does not know. Closing it ends the clips it follows. */
public final class LightReader implements LightFiles, AutoCloseable {
  private final Progress progress;
  private final Perception perception;
  private final List<AutoCloseable> followed = new ArrayList<>();

  /** Light on faces is read with the built-in mesh. */
  public LightReader(Progress progress) {
    this(progress, new BuiltInPerception());
  }

  /** @param perception by what the light on a photographed face is read; stays the caller's */
  LightReader(Progress progress, Perception perception) {
    this.progress = progress;
    this.perception = perception;
  }

  /**
   * The light a user named.
   *
   * @throws BadInputException when there is none
   */
  public Lighting read(Light light) {
    return LightSpec.parse(light.said()).resolve(this);
  }

  @Override
  public SphericalHarmonics photo(Path picture) {
    try (FrameSource source = Media.open(picture);
        Frame frame = source.next();
        FaceModel faces = perception.faces(TrackingOptions.still())) {
      FaceObservation face = Faces.choose(picture.toString(), faces.observe(frame), 0, progress);
      return perception.light(frame, face);
    }
  }

  @Override
  public SphericalHarmonics panorama(Path picture) {
    try (Mat radiance = HdrImage.read(picture)) {
      return EnvironmentMap.harmonics(radiance, 0);
    }
  }

  @Override
  public Iterator<TimedLight> follow(Path video) {
    FrameSource source = Media.open(video);
    FaceModel faces = new MeshFaceModel(TrackingOptions.video().withMaxFaces(1));
    followed.add(source);
    followed.add(faces);
    PhotoLight fit = new PhotoLight(faces.topology());
    Subject subject = new Subject(0);
    return Iterators.map(
        new Frames(source, new StageClock()),
        frame -> {
          try (frame) {
            return timed(frame, subject.among(faces.observe(frame)), fit);
          }
        });
  }

  private static TimedLight timed(Frame frame, FaceObservation face, PhotoLight fit) {
    if (face == null || face.bridged()) {
      return new TimedLight(frame.seconds(), SphericalHarmonics.ambient(.5f, .5f, .5f), 0);
    }
    PhotoLight.Estimate estimate = fit.estimate(frame, face);
    return new TimedLight(frame.seconds(), estimate.light(), estimate.support());
  }

  @Override
  public void close() {
    Closing.all(followed);
  }
}
