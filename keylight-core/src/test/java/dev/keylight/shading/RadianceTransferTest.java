package dev.keylight.shading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.Pose;
import dev.keylight.light.Lamp;
import dev.keylight.light.LightAxes;
import dev.keylight.light.NamedLights;
import dev.keylight.light.RandomGeometry;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.mesh.VertexNormals;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RadianceTransferTest {
  private static final int SIDE = 15;
  private static final Pose STRAIGHT = new Pose(1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[3]);

  /** A square of points whose depth is {@code bulge} times that of a dome towards the camera; a paraboloid,
   * whose grid of flat squares is convex however they are cut. */
  private static float[] dome(float bulge) {
    float[] vertices = new float[3 * SIDE * SIDE];
    for (int v = 0; v < SIDE * SIDE; v++) {
      float x = 8f * (v % SIDE) / (SIDE - 1) - 4;
      float y = 8f * (v / SIDE) / (SIDE - 1) - 4;
      vertices[3 * v] = x;
      vertices[3 * v + 1] = y;
      vertices[3 * v + 2] = -bulge * (33 - x * x - y * y) / 6;
    }
    return vertices;
  }

  private static int[] grid() {
    int[] triangles = new int[6 * (SIDE - 1) * (SIDE - 1)];
    int t = 0;
    for (int j = 0; j < SIDE - 1; j++) {
      for (int i = 0; i < SIDE - 1; i++) {
        int a = j * SIDE + i;
        for (int k : new int[] {a, a + SIDE, a + 1, a + 1, a + SIDE, a + SIDE + 1}) {
          triangles[t++] = k;
        }
      }
    }
    return triangles;
  }

  @Test
  void aConvexMeshIsShadedAsWithoutShadows() {
    int[] triangles = grid();
    float[] vertices = dome(1);
    float[] normals = VertexNormals.of(vertices, triangles);
    assertThat(normals[3 * 112 + 2]).as("the dome faces the camera").isLessThan(-.9f);
    RadianceTransfer transfer = RadianceTransfer.of(vertices, triangles);
    SphericalHarmonics light = new RandomGeometry(1).light();
    float[] rgb = new float[vertices.length];
    transfer.shade(light, rgb);
    float[] expected = new float[3];
    for (int v = 0; v < SIDE * SIDE; v++) {
      light.shade(normals[3 * v], -normals[3 * v + 1], -normals[3 * v + 2], expected);
      assertThat(Arrays.copyOfRange(rgb, 3 * v, 3 * v + 3)).containsExactly(expected, within(1e-5f));
      assertThat(transfer.openness(v)).isCloseTo(1, within(1e-5f));
    }
  }

  /** A floor that faces the camera, with a wall at its right edge that stands towards the camera. */
  @Test
  void aWallShadesItsSide() {
    float[] vertices = dome(0);
    float[] occluder = {4.2f, -9, 0, 4.2f, 9, 0, 4.2f, 9, -5, 4.2f, -9, -5};
    RadianceTransfer transfer = RadianceTransfer.of(vertices, grid(), occluder, new int[] {0, 1, 2, 0, 2, 3});
    int left = 7 * SIDE + 1;
    int right = 7 * SIDE + 13;
    float[] fromRight = new float[vertices.length];
    float[] fromLeft = new float[vertices.length];
    transfer.shade(Lamp.of(60, 0, 1, 0).harmonics(), fromRight);
    transfer.shade(Lamp.of(-60, 0, 1, 0).harmonics(), fromLeft);
    assertThat(fromRight[3 * right]).isLessThan(.4f * fromRight[3 * left]);
    assertThat(fromLeft[3 * right]).isGreaterThan(.8f * fromLeft[3 * left]);
    assertThat(transfer.openness(right)).isBetween(.5f, .75f);
    assertThat(transfer.openness(left)).isGreaterThan(.9f);

    float[] shadow = new float[vertices.length];
    transfer.shadow(Lamp.of(60, 0, 1, 0).harmonics(), STRAIGHT, shadow);
    assertThat(shadow[3 * right]).isLessThan(.45f);
    assertThat(shadow[3 * left]).isGreaterThan(.7f);
  }

  /** At the foot of an endless wall a floor gets half of an even sky, and from a lamp by the wall's side nothing. */
  @Test
  void atTheFootOfAWallHalfTheSkyIsLeft() {
    float[] floor = {-.01f, -1, 0, .01f, 0, 0, -.01f, 1, 0, .01f, 2, 0};
    float far = 100;
    float[] wall = {.05f, -far, far, .05f, far, far, .05f, 0, -far * 9};
    RadianceTransfer transfer =
        RadianceTransfer.of(floor, new int[] {0, 2, 1, 1, 2, 3}, wall, new int[] {0, 1, 2});
    for (int v = 0; v < 4; v++) {
      assertThat(transfer.openness(v)).isCloseTo(.5f, within(.02f));
      // ∫ Y_x · cos over the open half: −(1/π) · √(3/4π) · 2/3, with the lobe's π of degree 1.
      assertThat(transfer.transfer(v, 1)).isCloseTo(-.48860251f * 2 / 3, within(.02f));
    }
  }

  @Test
  void turningTheHeadIsTurningTheLight() {
    float[] bowl = dome(-1);
    int[] triangles = grid();
    RadianceTransfer transfer = RadianceTransfer.of(bowl, triangles);
    assertThat(transfer.openness(112)).as("the bottom of a bowl sees less").isLessThan(.9f);
    float[] rotation = new RandomGeometry(3).rotation();
    Pose pose = new Pose(1, rotation, new float[3]);
    SphericalHarmonics light = NamedLights.of("rembrandt");
    float[] inHead = new float[bowl.length];
    transfer.shade(LightAxes.intoHead(light, rotation), inHead);
    float[] turned = new float[bowl.length];
    for (int v = 0; v < bowl.length; v += 3) {
      pose.toImage(bowl, v, turned, v);
    }
    float[] inImage = new float[bowl.length];
    RadianceTransfer.of(turned, triangles).shade(light, inImage);
    double difference = 0;
    for (int i = 0; i < inHead.length; i++) {
      difference += Math.abs(inHead[i] - inImage[i]) / inHead.length;
    }
    assertThat(difference).as("up to the lattice of directions").isLessThan(.02);
  }
}
