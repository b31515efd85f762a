package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Two round irises of radius 10 at (60, 50) and (140, 50) in a picture of 200 × 100. */
class CatchlightsTest {
  private static final int WIDTH = 200;
  private static final int HEIGHT = 100;

  private static float[] face(float lidOpening) {
    float[] face = new float[3 * 478];
    for (int eye = 0; eye < 2; eye++) {
      int centre = eye == 0 ? 468 : 473;
      float x = eye == 0 ? 60 : 140;
      float[][] around = {{0, 0}, {10, 0}, {0, -10}, {-10, 0}, {0, 10}};
      for (int k = 0; k < 5; k++) {
        face[3 * (centre + k)] = x + around[k][0];
        face[3 * (centre + k) + 1] = 50 + around[k][1];
      }
      face[3 * (eye == 0 ? 159 : 386) + 1] = 50 - lidOpening / 2;
      face[3 * (eye == 0 ? 145 : 374) + 1] = 50 + lidOpening / 2;
    }
    return face;
  }

  private static float[] grey(float value) {
    float[] layer = new float[4 * WIDTH * HEIGHT];
    Arrays.fill(layer, value);
    for (int i = 3; i < layer.length; i += 4) {
      layer[i] = 1;
    }
    return layer;
  }

  private static float sumOfColumns(float[] layer, int from, int to) {
    float sum = 0;
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = from; x < to; x++) {
        sum += layer[4 * (y * WIDTH + x)];
      }
    }
    return sum;
  }

  @Test
  void theReflectionStandsOnTheLampsSide() {
    SphericalHarmonics light = NamedLights.of("split");
    float side = light.dominantDirection()[0];
    float[] layer = grey(0);
    Catchlights.set(layer, WIDTH, HEIGHT, face(24), light);
    float left = sumOfColumns(layer, 40, 60);
    float right = sumOfColumns(layer, 60, 80);
    assertThat(Math.signum(right - left)).isEqualTo(Math.signum(side));
    assertThat(left + right).isGreaterThan(1);
    assertThat(sumOfColumns(layer, 90, 110)).as("between the eyes").isZero();
  }

  @Test
  void closedLidsAndEvenLightShowNone() {
    float[] layer = grey(0);
    Catchlights.set(layer, WIDTH, HEIGHT, face(2), NamedLights.of("split"));
    Catchlights.set(layer, WIDTH, HEIGHT, face(24), SphericalHarmonics.ambient(1, 1, 1));
    assertThat(sumOfColumns(layer, 0, WIDTH)).isZero();
  }

  @Test
  void oldReflectionsAreDimmedAndNothingElse() {
    float[] layer = grey(0.1f);
    int inside = 4 * (48 * WIDTH + 62);
    int outside = 4 * (48 * WIDTH + 100);
    for (int c = 0; c < 3; c++) {
      layer[inside + c] = 3;
      layer[outside + c] = 3;
    }
    Catchlights.remove(layer, WIDTH, HEIGHT, face(24));
    assertThat(layer[inside]).isLessThan(0.3f);
    assertThat(layer[outside]).isEqualTo(3);
    assertThat(layer[4 * (50 * WIDTH + 58)]).isEqualTo(0.1f);
  }
}
