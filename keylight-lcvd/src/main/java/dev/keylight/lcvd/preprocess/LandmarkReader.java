package dev.keylight.lcvd.preprocess;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.TrackingOptions;
import dev.keylight.media.Frame;
import java.util.List;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Finds what landmark maps are drawn from (spec §7.10): the built-in mesh, which is MediaPipe's, of the foremost face, in every
 * picture anew. For one thread.
 */
public final class LandmarkReader implements AutoCloseable {
  private final MeshFaceModel mesh = new MeshFaceModel(TrackingOptions.still().withMaxFaces(1));

  /** x, y and z of the 478 vertices in the picture's pixels; empty where there is no face. */
  public Optional<float[]> find(Mat rgb) {
    List<FaceObservation> faces = mesh.observe(Frame.still(rgb));
    return faces.stream().findFirst().map(FaceObservation::vertices);
  }

  @Override
  public void close() {
    mesh.close();
  }
}
