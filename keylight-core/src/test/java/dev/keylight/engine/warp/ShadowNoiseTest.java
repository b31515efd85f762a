package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;

/** Noise on a flat picture with a step in its middle, whose upper half is in light and whose lower half in shadow. */
class ShadowNoiseTest {
  private static final int SIDE = 64;

  @Test
  void noiseGoesWhereShadowIsAndEdgesStay() {
    byte[] noisy = new byte[3 * SIDE * SIDE];
    Random random = new Random(1);
    for (int i = 0; i < SIDE * SIDE; i++) {
      for (int c = 0; c < 3; c++) {
        noisy[3 * i + c] = (byte) ((i % SIDE < SIDE / 2 ? 40 : 120) + Math.round(4 * random.nextGaussian()));
      }
    }
    byte[] quiet = noisy.clone();
    float[] shading = new float[3 * SIDE * SIDE];
    Arrays.fill(shading, 0, shading.length / 2, 1f);
    Arrays.fill(shading, shading.length / 2, shading.length, LightField.DARKEST_SOURCE);
    try (Mat picture = new Mat(SIDE, SIDE, opencv_core.CV_8UC3)) {
      Pixels.bytes(picture).put(noisy);
      ShadowNoise.quiet(picture, quiet, new GridRows(shading, SIDE, SIDE, SIDE, SIDE));
    }
    int lit = 3 * SIDE * (SIDE / 2 - 1);
    assertThat(Arrays.copyOf(quiet, lit)).as("in light").isEqualTo(Arrays.copyOf(noisy, lit));
    assertThat(deviation(quiet, 8, 24, 40)).as("in shadow").isLessThan(0.6 * deviation(noisy, 8, 24, 40));
    assertThat(mean(quiet, 36, 60, 120) - mean(quiet, 4, 28, 40)).as("the step").isGreaterThan(75);
  }

  private static double deviation(byte[] rgb, int from, int to, int around) {
    double square = 0;
    for (int y = 40; y < 60; y++) {
      for (int x = from; x < to; x++) {
        double off = (rgb[3 * (y * SIDE + x)] & 255) - around;
        square += off * off;
      }
    }
    return Math.sqrt(square / (20 * (to - from)));
  }

  private static double mean(byte[] rgb, int from, int to, int around) {
    double sum = 0;
    for (int y = 40; y < 60; y++) {
      for (int x = from; x < to; x++) {
        sum += (rgb[3 * (y * SIDE + x)] & 255) - around;
      }
    }
    return around + sum / (20 * (to - from));
  }
}
