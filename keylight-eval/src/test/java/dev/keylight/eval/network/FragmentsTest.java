package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

/** Which pixels of which frames FasterVQA is shown. */
class FragmentsTest {
  private static final int PLANE = Fragments.SIDE * Fragments.SIDE;

  private static Fragments of(int frames, int width, int height) {
    Fragments fragments = new Fragments();
    for (int i = 0; i < frames; i++) {
      try (Mat frame = new Mat(height, width, opencv_core.CV_8UC3, new Scalar(i % 256, 0, 255, 0))) {
        fragments.add(frame);
      }
    }
    return fragments;
  }

  @Test
  void four_frames_in_a_row_from_the_middle_of_each_eighth() {
    // 80 frames: eighths of 10, their middle four begin 3 in
    int[] shown = of(80, 224, 224).shown();
    assertThat(shown).containsExactly(IntStream.range(0, 32).map(i -> 10 * (i / 4) + 3 + i % 4).toArray());
  }

  @Test
  void a_short_video_is_repeated() {
    // 16 frames: eighths of 2, so that fours overlap, and the last runs over the end
    int[] shown = of(16, 224, 224).shown();
    assertThat(shown).startsWith(0, 1, 2, 3, 2, 3, 4, 5).endsWith(14, 15, 0, 1);
    assertThat(of(3, 224, 224).shown()).startsWith(0, 1, 2, 0);
  }

  @Test
  void a_long_video_is_thinned_by_whole_fours_near_the_middles() {
    int frames = 3001;
    Fragments fragments = of(frames, 64, 64);
    int[] shown = fragments.shown();
    for (int i = 0; i < 32; i++) {
      int middle = frames / 8 * (i / 4) + (frames / 8 - 4) / 2;
      assertThat(shown[i]).isBetween(middle - 40, middle + 40);
      assertThat(shown[i] - shown[i / 4 * 4]).as("four in a row").isEqualTo(i % 4);
    }
    float[] numbers = fragments.numbers();
    for (int t = 0; t < 32; t++) {
      assertThat(Math.round(255 * numbers[t * PLANE])).as("frame %d", shown[t]).isEqualTo(shown[t] % 256);
      assertThat(numbers[(32 + t) * PLANE]).as("green").isZero();
      assertThat(numbers[(64 + t) * PLANE + 17]).as("blue").isEqualTo(1);
    }
  }

  /** A frame of 448 × 700: cells of 64 × 100, whose middle 32² is white here and nothing else. */
  @Test
  void each_cell_gives_its_middle_at_the_videos_own_resolution() {
    try (Mat frame = new Mat(700, 448, opencv_core.CV_8UC3, Scalar.all(0)); Mat small = new Mat(350, 224, opencv_core.CV_8UC3, Scalar.all(0))) {
      for (int row = 0; row < 7; row++) {
        for (int column = 0; column < 7; column++) {
          try (Point from = new Point(64 * column + 16, 100 * row + 34);
              Point to = new Point(64 * column + 47, 100 * row + 65); Scalar white = Scalar.all(255)) {
            opencv_imgproc.rectangle(frame, from, to, white, opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
          }
        }
      }
      Fragments fragments = new Fragments();
      fragments.add(frame);
      fragments.add(small);
      float[] numbers = fragments.numbers();
      for (int i = 0; i < PLANE; i++) {
        assertThat(numbers[i]).as("pixel %d", i).isEqualTo(1);
        assertThat(numbers[PLANE + i]).isZero();
      }
    }
  }

  @Test
  void a_small_video_is_enlarged() {
    Fragments fragments = of(2, 100, 60);
    float[] numbers = fragments.numbers();
    assertThat(numbers).hasSize(3 * 32 * PLANE);
    assertThat(numbers[64 * PLANE + PLANE - 1]).isEqualTo(1);
  }
}
