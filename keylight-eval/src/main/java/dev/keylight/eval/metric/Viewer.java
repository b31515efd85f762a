package dev.keylight.eval.metric;

import dev.keylight.face.FaceModel;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Looks at the pictures of one video, or at one still, in their order. Follows a single face with the raw points of the
 * tracker: smoothing would hide what is to be measured, and a face that was carried over a gap counts as none.
 */
public final class Viewer implements AutoCloseable {
  private final boolean still;
  private final FaceModel faces;
  private final PortraitMatte mattes = new PortraitMatte();
  private final PhotoLight fit;

  /** @param still whether it is a single picture */
  public Viewer(boolean still) {
    this.still = still;
    TrackingOptions options = still ? TrackingOptions.still() : TrackingOptions.video();
    faces = new MeshFaceModel(options.withSmoothing(0).withMaxFaces(1));
    fit = new PhotoLight(faces.topology());
  }

  /** What is to be seen on the next picture, which belongs to the sight from now on. */
  public Sight look(Frame frame) {
    List<FaceObservation> found = faces.observe(frame);
    FaceObservation face = found.isEmpty() || found.get(0).bridged() ? null : found.get(0);
    return new Sight(frame, face, this);
  }

  Mat matte(Sight sight) {
    return still ? mattes.of(sight.frame(), sight.face()) : mattes.next(sight.frame(), sight.face());
  }

  SphericalHarmonics light(Sight sight) {
    PhotoLight.Estimate estimate = fit.estimate(sight.frame(), sight.face());
    return estimate.support() > 0 ? estimate.light() : null;
  }

  @Override
  public void close() {
    faces.close();
    mattes.close();
  }
}
