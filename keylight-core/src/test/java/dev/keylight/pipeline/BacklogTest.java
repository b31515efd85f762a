package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.compose.FaceCrop;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private static Take take(int number) {
    Mat picture = new Mat(4, 6, opencv_core.CV_8UC3, new Scalar(10 * number, 20, 30, 0));
    return new Take(Frame.of(picture, 5L * number, new Rational(1, 50)), FaceCrop.whole(6, 4), null);
  }

  @Test
  void picturesComeBackInOrderWithTheirPixelsAndTimesWhereverTheyWaited() {
    try (Backlog backlog = new Backlog(2)) {
      for (int i = 0; i < 5; i++) {
        backlog.add(take(i));
      }
      for (int i = 0; i < 5; i++) {
        try (Frame picture = backlog.remove().picture()) {
          assertThat(picture.pixels().ptr(2, 3).get(0)).isEqualTo((byte) (10 * i));
          assertThat(picture.presentationTime()).isEqualTo(5L * i);
          assertThat(picture.timeBase()).isEqualTo(new Rational(1, 50));
        }
      }
      backlog.add(take(7)); // what is left is given up on closing
    }
  }
}
