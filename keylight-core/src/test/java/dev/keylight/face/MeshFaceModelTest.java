package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import dev.keylight.media.Frame;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class MeshFaceModelTest {

  @Test
  void findsTheAstronaut() {
    try (MeshFaceModel model = new MeshFaceModel(TrackingOptions.still());
        Frame frame = Frame.still(SamplePicture.astronaut())) {
      List<FaceObservation> faces = model.observe(frame);
      assertThat(faces).hasSize(1);
      FaceObservation face = faces.get(0);
      assertThat(face.vertexCount()).isEqualTo(FaceLandmarks.COUNT);
      assertThat(face.confidence()).isGreaterThan(0.9f);
      assertThat(face.x(FaceLandmarks.RIGHT_IRIS)).isCloseTo(204, within(4f));
    }
  }

  @Test
  void blackFrameHasNoFace() {
    try (MeshFaceModel model = new MeshFaceModel();
        Frame frame = Frame.still(new Mat(96, 128, CV_8UC3, new Scalar(0)))) {
      assertThat(model.observe(frame)).isEmpty();
    }
  }
}
