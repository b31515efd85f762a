package dev.keylight.pipeline;

import dev.keylight.engine.Perception;
import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

/** The shipped mesh, matting and fit of light. */
final class BuiltInPerception implements Perception {
  private PortraitMatte mattes;

  @Override
  public FaceModel faces(TrackingOptions options) {
    return new MeshFaceModel(options);
  }

  @Override
  public Mat matte(Frame frame, FaceObservation face) {
    if (mattes == null) {
      mattes = new PortraitMatte();
    }
    return mattes.of(frame, face);
  }

  @Override
  public SphericalHarmonics light(Frame frame, FaceObservation face) {
    return new PhotoLight(FaceTopology.builtIn()).of(frame, face);
  }

  @Override
  public void close() {
    if (mattes != null) {
      mattes.close();
    }
  }
}
