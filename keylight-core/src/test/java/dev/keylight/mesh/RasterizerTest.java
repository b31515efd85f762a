package dev.keylight.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RasterizerTest {
  private static final int SIZE = 64;

  /** A bumpy height field of 12 × 12 points that covers most of the picture; attributes are x, y and a random number. */
  private static float[][] bumpy(long seed, int[] triangles) {
    Random random = new Random(seed);
    float[] vertices = new float[3 * 144];
    float[] attributes = new float[3 * 144];
    for (int v = 0; v < 144; v++) {
      vertices[3 * v] = 3 + 5.1f * (v % 12) + random.nextFloat() * 2;
      vertices[3 * v + 1] = 3 + 5.1f * (v / 12) + random.nextFloat() * 2;
      vertices[3 * v + 2] = random.nextFloat() * 20;
      attributes[3 * v] = vertices[3 * v];
      attributes[3 * v + 1] = vertices[3 * v + 1];
      attributes[3 * v + 2] = random.nextFloat();
    }
    int n = 0;
    for (int y = 0; y < 11; y++) {
      for (int x = 0; x < 11; x++) {
        int a = 12 * y + x;
        for (int k : new int[] {a, a + 12, a + 1, a + 1, a + 12, a + 13}) {
          triangles[n++] = k;
        }
      }
    }
    return new float[][] {vertices, attributes};
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void fastDrawsWhatThePublishedRuleDraws(long seed) {
    int[] triangles = new int[6 * 121];
    float[][] mesh = bumpy(seed, triangles);
    RasterBuffer fast = new RasterBuffer(SIZE, SIZE, 3);
    RasterBuffer exact = new RasterBuffer(SIZE, SIZE, 3);
    new ScanlineRasterizer().draw(mesh[0], triangles, mesh[1], fast);
    new PublishedRasterizer(100).draw(mesh[0], triangles, mesh[1], exact);
    int differing = 0;
    int covered = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (fast.covered(i)) {
        covered++;
      }
      if (fast.triangles()[i] != exact.triangles()[i]) {
        differing++;
      } else if (fast.covered(i)) {
        assertThat(fast.plane(0)[i]).isCloseTo(i % SIZE + .5f, within(2e-3f));
        assertThat(fast.plane(1)[i]).isCloseTo(i / SIZE + .5f, within(2e-3f));
        assertThat(fast.plane(2)[i]).isCloseTo(exact.plane(2)[i], within(2e-3f));
        assertThat(fast.depth()[i]).isCloseTo(exact.depth()[i] - 100, within(2e-2f));
      }
    }
    assertThat(covered).isGreaterThan(2500);
    assertThat(differing).isLessThan(4);
  }

  /** Vertices on pixel centres are the hard case: shared edges run through sample points. */
  @Test
  void sharedEdgesBelongToExactlyOneTriangle() {
    float[] vertices = {4.5f, 4.5f, 0, 20.5f, 4.5f, 0, 20.5f, 20.5f, 0, 4.5f, 20.5f, 0};
    int[] triangles = {0, 1, 2, 0, 2, 3};
    RasterBuffer fast = new RasterBuffer(SIZE, SIZE, 0);
    new ScanlineRasterizer().draw(vertices, triangles, new float[0], fast);
    int covered = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
      covered += fast.covered(i) ? 1 : 0;
    }
    assertThat(covered).isEqualTo(16 * 16);
    RasterBuffer exact = new RasterBuffer(SIZE, SIZE, 0);
    new PublishedRasterizer(1).draw(vertices, triangles, new float[0], exact);
    assertThat(exact.covered(10 * SIZE + 10)).as("a pixel on the published diagonal belongs to nobody").isFalse();
    assertThat(exact.covered(10 * SIZE + 12)).isTrue();
  }

  @Test
  void nearerWinsAndEarlierWinsTies() {
    float[] vertices = {0, 0, 5, 60, 0, 5, 0, 60, 5, 0, 0, 3, 60, 0, 3, 0, 60, 3};
    int[] triangles = {0, 1, 2, 3, 4, 5, 3, 4, 5};
    for (Rasterizer rasterizer : new Rasterizer[] {new ScanlineRasterizer(), new PublishedRasterizer(0)}) {
      RasterBuffer buffer = new RasterBuffer(SIZE, SIZE, 0);
      rasterizer.draw(vertices, triangles, new float[0], buffer);
      assertThat(buffer.triangles()[5 * SIZE + 5]).isEqualTo(1);
      assertThat(buffer.depth()[5 * SIZE + 5]).isCloseTo(3, within(1e-4f));
    }
  }

  @Test
  void degenerateAndOutsideTrianglesDrawNothingAndBreakNothing() {
    float[] vertices = {
      10, 10, 0, 10, 10, 0, 10, 10, 0, // a point
      5, 5, 0, 30, 30, 0, 50, 50, 0, // a line
      -50, -50, 0, -40, -50, 0, -40, -40, 0, // outside
      Float.NaN, 0, 0, 20, 20, 0, 30, 5, 0, // not a number
      -1000, -1000, 1, 3000, -1000, 1, -1000, 3000, 1 // far larger than the picture
    };
    int[] triangles = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
    for (Rasterizer rasterizer : new Rasterizer[] {new ScanlineRasterizer(), new PublishedRasterizer(1)}) {
      RasterBuffer buffer = new RasterBuffer(SIZE, SIZE, 1);
      rasterizer.draw(vertices, triangles, new float[15], buffer);
      for (int i = 0; i < SIZE * SIZE; i++) {
        assertThat(buffer.triangles()[i]).isEqualTo(4);
      }
    }
  }

  @Test
  void aSecondDrawForgetsTheFirst() {
    RasterBuffer buffer = new RasterBuffer(SIZE, SIZE, 1);
    Rasterizer rasterizer = new ScanlineRasterizer();
    rasterizer.draw(new float[] {0, 0, 0, 60, 0, 0, 0, 60, 0}, new int[] {0, 1, 2}, new float[] {1, 1, 1}, buffer);
    assertThat(buffer.plane(0)[5 * SIZE + 5]).isEqualTo(1);
    rasterizer.draw(new float[] {50, 50, 0, 60, 50, 0, 50, 60, 0}, new int[] {0, 1, 2}, new float[] {1, 1, 1}, buffer);
    assertThat(buffer.plane(0)[5 * SIZE + 5]).isZero();
    assertThat(buffer.covered(5 * SIZE + 5)).isFalse();
    assertThat(buffer.covered(52 * SIZE + 52)).isTrue();
  }

  @Test
  void normalsOfASphereAreItsRadii() {
    int rings = 16;
    float[] vertices = new float[3 * (rings + 1) * 2 * rings];
    int[] triangles = new int[6 * rings * 2 * rings];
    int n = 0;
    for (int j = 0; j <= rings; j++) {
      for (int i = 0; i < 2 * rings; i++) {
        double theta = Math.PI * (j + .001) / (rings + .002);
        double phi = Math.PI * i / rings;
        int v = 3 * (j * 2 * rings + i);
        vertices[v] = (float) (10 * Math.sin(theta) * Math.cos(phi));
        vertices[v + 1] = (float) (10 * Math.cos(theta));
        vertices[v + 2] = (float) (10 * Math.sin(theta) * Math.sin(phi));
        if (j < rings) {
          int a = j * 2 * rings + i;
          int b = j * 2 * rings + (i + 1) % (2 * rings);
          for (int k : new int[] {a, b, a + 2 * rings, b, b + 2 * rings, a + 2 * rings}) {
            triangles[n++] = k;
          }
        }
      }
    }
    float[] normals = VertexNormals.of(vertices, triangles);
    for (int v = 2 * rings * 4; v < 2 * rings * (rings - 4); v++) {
      for (int k = 0; k < 3; k++) {
        assertThat(normals[3 * v + k]).isCloseTo(vertices[3 * v + k] / 10, within(.02f));
      }
    }
  }
}
