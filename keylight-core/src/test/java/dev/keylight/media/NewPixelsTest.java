package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewPixelsTest {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void filters_see_nothing_beyond_the_picture(boolean alpha) {
    Mat pixels = PixelConverter.newPixels(40, 30, alpha);
    assertThat(pixels.rows()).isEqualTo(30);
    assertThat(pixels.isSubmatrix()).isFalse();
    assertThat(pixels.isContinuous()).isTrue();
    pixels.put(Scalar.all(200));
    Mat smooth = new Mat();
    opencv_imgproc.blur(pixels, smooth, new Size(9, 9));
    assertThat(opencv_core.norm(pixels, smooth, opencv_core.NORM_INF, null)).isZero();
  }
}
