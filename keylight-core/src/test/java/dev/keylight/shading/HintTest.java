package dev.keylight.shading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import dev.keylight.mesh.PublishedRasterizer;
import dev.keylight.mesh.ScanlineRasterizer;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;

class HintTest {
  private static int[] pixel(Frame frame, int x, int y) {
    byte[] rgb = new byte[3];
    frame.pixels().ptr(y, x).get(rgb);
    return new int[] {rgb[0] & 0xff, rgb[1] & 0xff, rgb[2] & 0xff};
  }

  private static Frame plain(int width, int height, int type, double red) {
    try (Scalar color = new Scalar(red, red / 2, 0, 255)) {
      return Frame.of(new Mat(height, width, type, color), 7, new Rational(1, 30));
    }
  }

  /** The worked value of spec §7.7: a flat face under l0 = 3.5 shows level 177. */
  @Test
  void aFlatFaceShowsThePublishedLevel() {
    FaceTopology square = new FaceTopology(4, new int[] {0, 2, 1, 0, 3, 2}, new float[12], new float[8]);
    float[] vertices = {10, 10, 0, 50, 10, 0, 50, 50, 0, 10, 50, 0};
    float[] c = new float[27];
    c[0] = 3.5f;
    c[1] = 1.75f;
    c[2] = 100;
    for (ShadingHint hint :
        new ShadingHint[] {
          new ShadingHint(square, 64, 64, new ScanlineRasterizer()),
          new ShadingHint(square, 64, 64, new PublishedRasterizer(10))
        }) {
      try (Frame drawn = hint.draw(vertices, new SphericalHarmonics(c))) {
        assertThat(pixel(drawn, 20, 30)).containsExactly(177, 88, 255);
        assertThat(pixel(drawn, 5, 5)).containsExactly(0, 0, 0);
      }
    }
  }

  @Test
  void whatFacesAwayIsNotDrawn() {
    FaceTopology away = new FaceTopology(4, new int[] {0, 1, 2, 0, 2, 3}, new float[12], new float[8]);
    float[] vertices = {10, 10, 0, 50, 10, 0, 50, 50, 0, 10, 50, 0};
    try (Frame drawn =
        new ShadingHint(away, 64, 64, new ScanlineRasterizer())
            .draw(vertices, SphericalHarmonics.ambient(1, 1, 1))) {
      assertThat(pixel(drawn, 20, 30)).containsExactly(0, 0, 0);
    }
  }

  @Test
  void lightFromTheRightFallsOnTheRight() {
    FaceTopology roof = new FaceTopology(6, new int[] {0, 3, 1, 1, 3, 4, 1, 4, 2, 2, 4, 5}, new float[18], new float[12]);
    float[] vertices = {5, 5, 0, 32, 5, -20, 59, 5, 0, 5, 59, 0, 32, 59, -20, 59, 59, 0};
    float[] c = new float[27];
    c[0] = 2;
    c[3] = 1;
    try (Frame drawn =
        new ShadingHint(roof, 64, 64, new ScanlineRasterizer()).draw(vertices, new SphericalHarmonics(c))) {
      assertThat(pixel(drawn, 55, 30)[0]).isGreaterThan(pixel(drawn, 10, 30)[0] + 60);
    }
  }

  @Test
  void landmarksAreDrawnInTheirColours() {
    float[] vertices = new float[3 * 478];
    Arrays.fill(vertices, -1);
    put(vertices, 468, 100.9f, 50.2f);
    put(vertices, 473, 511.5f, 0);
    put(vertices, 4, 512, 100);
    put(vertices, 33, 200, 200);
    put(vertices, 7, 240, 200);
    put(vertices, 78, 300, 300);
    put(vertices, 95, 600, 300);
    try (Frame map = LandmarkMap.draw(vertices, 512, 512)) {
      assertThat(pixel(map, 97, 47)).as("square from x − 3").containsExactly(10, 200, 250);
      assertThat(pixel(map, 102, 52)).containsExactly(10, 200, 250);
      assertThat(pixel(map, 103, 50)).as("to x + 3, not included").containsExactly(0, 0, 0);
      assertThat(pixel(map, 511, 1)).containsExactly(250, 200, 10);
      assertThat(pixel(map, 510, 100)).as("the nose is outside").containsExactly(0, 0, 0);
      assertThat(pixel(map, 220, 200)).containsExactly(10, 200, 180);
      assertThat(pixel(map, 310, 300)).as("an edge that leaves the picture is dropped").containsExactly(0, 0, 0);
    }
    assertThatThrownBy(() -> LandmarkMap.draw(new float[3], 8, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  private static void put(float[] vertices, int v, float x, float y) {
    vertices[3 * v] = x;
    vertices[3 * v + 1] = y;
  }

  @Test
  void fivePanelsStandSideBySideAndComeApartAgain() {
    int rgb = opencv_core.CV_8UC3;
    try (Frame a = plain(512, 512, rgb, 10);
        Frame b = plain(512, 512, rgb, 60);
        Frame c = plain(100, 300, rgb, 120);
        Frame d = plain(1024, 1024, opencv_core.CV_8UC4, 180);
        Frame e = plain(512, 512, rgb, 240);
        Frame joined = FivePanel.join(a, b, c, d, e)) {
      assertThat(joined.width()).isEqualTo(2560);
      assertThat(joined.height()).isEqualTo(512);
      assertThat(joined.presentationTime()).isEqualTo(7);
      int[] reds = {10, 60, 120, 180, 240};
      for (int i = 0; i < 5; i++) {
        try (Frame panel = FivePanel.panel(joined, i)) {
          assertThat(panel.width()).isEqualTo(512);
          for (int x : new int[] {0, 255, 511}) {
            assertThat(pixel(panel, x, 100)).containsExactly(reds[i], reds[i] / 2, 0);
          }
        }
      }
      assertThatThrownBy(() -> FivePanel.panel(a, 0)).isInstanceOf(BadInputException.class).hasMessageContaining("2560×512");
    }
  }

  @Test
  void aPlasterFaceIsBrightWhereTheLampIs() {
    PlasterFace face = new PlasterFace(FaceTopology.builtIn(), 96);
    try (Frame left = face.draw(NamedLights.of("split-left"));
        Frame right = face.draw(NamedLights.of("split-right"))) {
      assertThat(pixel(left, 30, 55)[1]).isGreaterThan(pixel(left, 66, 55)[1] + 80);
      assertThat(pixel(right, 66, 55)[1]).isGreaterThan(pixel(right, 30, 55)[1] + 80);
      assertThat(pixel(left, 0, 0)).containsExactly(24, 24, 24);
    }
  }
}
