package dev.keylight.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_32FC1;
import static org.bytedeco.opencv.global.opencv_core.absdiff;
import static org.bytedeco.opencv.global.opencv_core.mean;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortraitMatteTest {
  private PortraitMatte mattes;
  private MeshFaceModel model;

  @BeforeEach
  void open() {
    mattes = new PortraitMatte();
    model = new MeshFaceModel(TrackingOptions.still());
  }

  @AfterEach
  void close() {
    mattes.close();
    model.close();
  }

  @Test
  void separates_the_astronaut_from_flag_and_shuttle() {
    try (Frame frame = Frame.still(Pictures.astronaut());
        Mat matte = mattes.of(frame, model.observe(frame).get(0))) {
      assertThat(matte.type()).isEqualTo(CV_32FC1);
      assertThat(matte.cols()).isEqualTo(512);
      assertThat(matte.rows()).isEqualTo(512);
      try (FloatIndexer alpha = matte.createIndexer()) {
        int[][] person = {{226, 100}, {226, 30}, {190, 60}, {226, 300}, {120, 330}, {300, 250}};
        for (int[] p : person) {
          assertThat(alpha.get(p[1], p[0])).as("at %d, %d", p[0], p[1]).isGreaterThan(0.95f);
        }
        int[][] background = {{20, 100}, {60, 30}, {350, 60}, {420, 200}, {500, 20}, {130, 120}};
        for (int[] p : background) {
          assertThat(alpha.get(p[1], p[0])).as("at %d, %d", p[0], p[1]).isLessThan(0.05f);
        }
        for (int y = 0; y < 512; y += 3) {
          for (int x = 0; x < 512; x += 3) {
            assertThat(alpha.get(y, x)).isBetween(0f, 1f);
          }
        }
      }
    }
  }

  @Test
  void the_face_itself_is_always_in() {
    // Half the face in black on black: the segmentation alone loses it.
    Mat dark = Pictures.astronaut();
    dark.convertTo(dark, -1, 0.12, 0);
    try (Frame bright = Frame.still(Pictures.astronaut());
        Frame frame = Frame.still(dark)) {
      FaceObservation face = model.observe(bright).get(0);
      try (Mat matte = mattes.of(frame, face);
          FloatIndexer alpha = matte.createIndexer()) {
        for (int vertex : new int[] {4, 152, 10, 33, 263, 61, 291, 50, 280}) {
          float towards = 0.15f;
          int x = Math.round(face.x(vertex) + towards * (face.x(6) - face.x(vertex)));
          int y = Math.round(face.y(vertex) + towards * (face.y(6) - face.y(vertex)));
          assertThat(alpha.get(y, x)).isGreaterThan(0.9f);
        }
      }
    }
  }

  @Test
  void in_a_clip_a_flickering_background_does_not_flicker_the_matte() {
    double alone = 0;
    double steady = 0;
    try (Frame first = Frame.still(Pictures.astronaut())) {
      FaceObservation face = model.observe(first).get(0);
      Mat aloneBefore = null;
      Mat steadyBefore = null;
      for (int n = 0; n < 6; n++) {
        Mat pixels = Pictures.astronaut();
        pixels.convertTo(pixels, -1, 1 + 0.02 * (n % 2), 0);
        try (Frame frame = Pictures.frame(pixels, n)) {
          Mat a = mattes.of(frame, face);
          Mat s = mattes.next(frame, face);
          if (n > 1) {
            alone += difference(a, aloneBefore);
            steady += difference(s, steadyBefore);
          }
          aloneBefore = a;
          steadyBefore = s;
        }
      }
    }
    assertThat(alone).isPositive();
    assertThat(steady).isLessThan(0.7 * alone);
  }

  @Test
  void a_large_clip_has_the_mattes_of_a_picture_drawn_in_a_smaller_one() {
    try (Frame frame = Frame.still(Pictures.astronaut(1536, 1536, 3, 0, 0, 0, 3, 0))) {
      FaceObservation face = model.observe(frame).get(0);
      try (Mat alone = mattes.of(frame, face);
          Mat clip = mattes.next(frame, face)) {
        assertThat(clip.cols()).isEqualTo(1536);
        assertThat(difference(clip, alone)).isLessThan(0.01).isPositive();
      }
    }
  }

  /** One look at the whole serves some frames, but not those of another scene. */
  @Test
  void after_a_cut_the_whole_picture_is_looked_at_again() {
    try (Frame before = Frame.still(Pictures.astronaut());
        Frame after = Frame.still(Pictures.astronaut(512, 512, 1, 0, 120, 0, 1, 40));
        PortraitMatte fresh = new PortraitMatte()) {
      FaceObservation first = model.observe(before).get(0);
      FaceObservation second = model.observe(after).get(0);
      mattes.next(before, first).close();
      mattes.next(before, first).close();
      try (Mat cut = mattes.next(after, second);
          Mat expected = fresh.next(after, second)) {
        assertThat(difference(cut, expected)).isLessThan(0.02);
      }
    }
  }

  @Test
  void odd_sizes_alpha_and_faces_at_the_edge() {
    for (int[] size : new int[][] {{333, 517}, {1201, 641}}) {
      try (Frame frame = Frame.still(Pictures.astronaut(size[0], size[1], 1, 0, -150, 0, 1, -60))) {
        for (FaceObservation face : model.observe(frame)) {
          try (Mat matte = mattes.next(frame, face)) {
            assertThat(matte.cols()).isEqualTo(size[0]);
            assertThat(matte.rows()).isEqualTo(size[1]);
          }
        }
      }
    }
  }

  private static double difference(Mat a, Mat b) {
    try (Mat d = new Mat()) {
      absdiff(a, b, d);
      return mean(d).get(0);
    }
  }
}
