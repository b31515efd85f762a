package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2RGBA;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.media.Frame;
import java.io.IOException;
import java.util.List;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MeshFaceModelTest {

  @Test
  void sees_what_mediapipe_sees() throws IOException {
    float[] expected = mediapipe();
    FaceObservation face = only(observeStill(Pictures.astronaut()));
    float width = FaceBox.of(expected).width();
    assertThat(face.vertexCount()).isEqualTo(FaceLandmarks.COUNT);
    assertThat(face.confidence()).isGreaterThan(0.95f);
    assertThat(meanDistance(face.vertices(), expected)).isLessThan(0.008 * width);
    for (int[] pair : new int[][] {{159, 145}, {386, 374}, {13, 14}, {61, 291}}) {
      assertThat(distance(face.vertices(), pair[0], pair[1]))
          .isCloseTo(distance(expected, pair[0], pair[1]), within(0.008 * width));
    }
    for (int i = 0; i < FaceLandmarks.COUNT; i++) {
      assertThat(face.z(i)).isCloseTo(expected[3 * i + 2], within(0.02f * width));
    }
  }

  /** dx, dy in pixels, scale, degrees: the mesh must go where the picture goes. */
  @ParameterizedTest
  @CsvSource({"40, 25, 1, 0", "0, 0, 1.6, 0", "0, 0, 0.6, 0", "20, 0, 1, 25", "0, 30, 1.3, -40"})
  void follows_the_picture(double dx, double dy, double scale, double degrees) {
    float[] still = only(observeStill(Pictures.astronaut())).vertices();
    double a = scale * Math.cos(Math.toRadians(degrees));
    double b = scale * Math.sin(Math.toRadians(degrees));
    double tx = 256 + dx - a * 226 + b * 100;
    double ty = 256 + dy - b * 226 - a * 100;
    float[] moved = only(observeStill(Pictures.astronaut(512, 512, a, -b, tx, b, a, ty))).vertices();
    float[] expected = still.clone();
    for (int i = 0; i < still.length; i += 3) {
      expected[i] = (float) (a * still[i] - b * still[i + 1] + tx);
      expected[i + 1] = (float) (b * still[i] + a * still[i + 1] + ty);
    }
    assertThat(meanDistance(moved, expected)).isLessThan(0.02 * FaceBox.of(expected).width());
  }

  @Test
  void canonical_vertices_and_pose_give_the_vertices_back() {
    FaceObservation face = only(observeStill(Pictures.astronaut()));
    float[] back = new float[face.vertices().length];
    for (int i = 0; i < back.length; i += 3) {
      face.pose().toImage(face.canonical(), i, back, i);
    }
    for (int i = 0; i < back.length; i++) {
      assertThat(back[i]).isCloseTo(face.vertices()[i], within(0.02f));
    }
    // Her head is turned by a few degrees only, so the head's axes are nearly the picture's.
    assertThat(face.pose().rotation()[0]).isGreaterThan(0.97f);
    assertThat(face.pose().rotation()[4]).isGreaterThan(0.97f);
  }

  @Test
  void finds_a_small_face_in_a_large_picture() {
    Mat large = Pictures.paste(Pictures.plain(1920, 1080, 90), 1500, 640, 320);
    FaceObservation face = only(observeStill(large));
    FaceBox box = FaceBox.of(face.vertices());
    assertThat(box.width()).isBetween(40f, 80f);
    assertThat(box.centerX()).isCloseTo(1500 + 226 * 320 / 512f, within(10f));
  }

  @Test
  void two_faces_keep_their_ids() {
    try (MeshFaceModel model = new MeshFaceModel()) {
      for (int n = 0; n < 3; n++) {
        Mat two = Pictures.paste(Pictures.paste(Pictures.plain(1000, 512, 60), 0, 0, 512), 560 + 4 * n, 40, 400);
        try (Frame frame = Pictures.frame(two, n)) {
          List<FaceObservation> faces = model.observe(frame);
          assertThat(faces).extracting(FaceObservation::id).containsExactly(0, 1);
          assertThat(FaceBox.of(faces.get(0).vertices()).centerX()).isLessThan(400);
          assertThat(FaceBox.of(faces.get(1).vertices()).centerX()).isGreaterThan(600);
        }
      }
    }
  }

  @Test
  void no_more_faces_than_asked_for_and_the_largest_of_them() {
    try (MeshFaceModel model = new MeshFaceModel(TrackingOptions.still().withMaxFaces(1));
        Frame frame =
            Frame.still(Pictures.paste(Pictures.paste(Pictures.plain(1000, 512, 60), 20, 40, 400), 480, 0, 512))) {
      List<FaceObservation> faces = model.observe(frame);
      assertThat(faces).hasSize(1);
      assertThat(FaceBox.of(faces.get(0).vertices()).centerX()).isGreaterThan(500);
    }
  }

  @Test
  void a_lost_face_is_bridged_and_then_gone() {
    try (MeshFaceModel model = new MeshFaceModel()) {
      int bridged = 0;
      int gone = 0;
      float before = 2;
      for (int n = 0; n < 25; n++) {
        Mat pixels = n < 5 ? Pictures.astronaut() : headless();
        try (Frame frame = Pictures.frame(pixels, n)) {
          List<FaceObservation> faces = model.observe(frame);
          if (n < 5) {
            assertThat(only(faces).bridged()).isFalse();
          } else if (faces.isEmpty()) {
            gone++;
          } else {
            assertThat(gone).as("a face that is gone does not come back").isZero();
            assertThat(only(faces).bridged()).isTrue();
            assertThat(only(faces).confidence()).isLessThan(before);
            before = only(faces).confidence();
            bridged++;
          }
        }
      }
      assertThat(bridged).isBetween(11, 13);
      assertThat(gone).isEqualTo(20 - bridged);
    }
  }

  @Test
  void a_face_that_returns_within_the_bridge_is_the_same() {
    try (MeshFaceModel model = new MeshFaceModel()) {
      FaceObservation last = null;
      for (int n = 0; n < 12; n++) {
        try (Frame frame = Pictures.frame(n >= 4 && n < 8 ? headless() : Pictures.astronaut(), n)) {
          last = only(model.observe(frame));
          assertThat(last.id()).isZero();
          assertThat(last.bridged()).isEqualTo(n >= 4 && n < 8);
        }
      }
    }
  }

  @Test
  void a_cut_starts_a_new_face() {
    try (MeshFaceModel model = new MeshFaceModel()) {
      try (Frame frame = Pictures.frame(Pictures.astronaut(), 0)) {
        assertThat(only(model.observe(frame)).id()).isZero();
      }
      try (Frame frame = Pictures.frame(Pictures.paste(Pictures.plain(512, 512, 128), 212, 200, 300), 1)) {
        FaceObservation next = only(model.observe(frame));
        assertThat(next.id()).isEqualTo(1);
        assertThat(next.bridged()).isFalse();
      }
    }
  }

  @Test
  void reset_forgets_the_clip() {
    try (MeshFaceModel model = new MeshFaceModel()) {
      for (int round = 0; round < 2; round++) {
        try (Frame frame = Pictures.frame(Pictures.astronaut(), 7)) {
          assertThat(only(model.observe(frame)).id()).isZero();
        }
        model.reset();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"640, 480, 0", "1, 1, 0", "1, 1, 255", "3, 700, 128", "512, 512, 255"})
  void nobody_in_an_empty_picture(int width, int height, int grey) {
    assertThat(observeStill(Pictures.plain(width, height, grey))).isEmpty();
  }

  @Test
  void alpha_is_ignored() {
    float[] opaque = only(observeStill(Pictures.astronaut())).vertices();
    try (Mat rgb = Pictures.astronaut()) {
      Mat rgba = new Mat();
      cvtColor(rgb, rgba, COLOR_RGB2RGBA);
      assertThat(only(observeStill(rgba)).vertices()).isEqualTo(opaque);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 1})
  void a_still_face_rests(float smoothing) {
    try (MeshFaceModel model = new MeshFaceModel(TrackingOptions.video().withSmoothing(smoothing))) {
      float[] first = null;
      for (int n = 0; n < 4; n++) {
        try (Frame frame = Pictures.frame(Pictures.astronaut(), n)) {
          float[] now = only(model.observe(frame)).vertices();
          first = first == null ? now : first;
          assertThat(meanDistance(now, first)).isLessThan(0.5);
        }
      }
    }
  }

  /** The portrait with the head painted over. */
  private static Mat headless() {
    Mat picture = Pictures.astronaut();
    try (Mat head = new Mat(picture, new Rect(150, 0, 160, 180));
        Mat wall = Pictures.plain(160, 180, 200)) {
      wall.copyTo(head);
    }
    return picture;
  }

  private static List<FaceObservation> observeStill(Mat pixels) {
    try (MeshFaceModel model = new MeshFaceModel(TrackingOptions.still());
        Frame frame = Frame.still(pixels)) {
      return model.observe(frame);
    }
  }

  private static FaceObservation only(List<FaceObservation> faces) {
    assertThat(faces).hasSize(1);
    return faces.get(0);
  }

  private static float[] mediapipe() throws IOException {
    JsonNode values =
        new ObjectMapper().readTree(MeshFaceModelTest.class.getResource("astronaut_landmarks.json")).get("vertices");
    float[] vertices = new float[values.size()];
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = (float) values.get(i).asDouble();
    }
    return vertices;
  }

  private static double meanDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i += 3) {
      sum += Math.hypot(a[i] - b[i], a[i + 1] - b[i + 1]);
    }
    return 3 * sum / a.length;
  }

  private static double distance(float[] vertices, int from, int to) {
    return Math.hypot(vertices[3 * from] - vertices[3 * to], vertices[3 * from + 1] - vertices[3 * to + 1]);
  }
}
