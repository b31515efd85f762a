package dev.keylight.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SphericalHarmonicsTest {
  /** The worked values of spec §7.7. */
  @Test
  void shadesAsThePublishedConstantsSay() {
    float[] c = new float[27];
    c[0] = 2;
    c[3] = .5f;
    c[9] = .7f;
    c[21] = .3f;
    c[24] = -.4f;
    SphericalHarmonics light = new SphericalHarmonics(c);
    float[] rgb = new float[3];
    light.shade(0, 0, 1, rgb);
    assertThat(rgb[0]).isCloseTo(.28209479f * 2 + 1.02332671f * .7f + .49541592f * -.4f, within(1e-6f));
    light.shade(1, 0, 0, rgb);
    assertThat(rgb[0])
        .isCloseTo(.28209479f * 2 + 1.02332671f * .5f + .42904277f * .3f - .24770796f * -.4f, within(1e-6f));
    assertThat(rgb[1]).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void turningTheLightIsTurningTheSurface(long seed) {
    RandomGeometry geometry = new RandomGeometry(seed);
    SphericalHarmonics light = geometry.light();
    float[] rotation = geometry.rotation();
    SphericalHarmonics turned = light.rotated(rotation);
    float[] expected = new float[3];
    float[] found = new float[3];
    for (int i = 0; i < 50; i++) {
      float[] n = geometry.direction();
      float[] m = RandomGeometry.rotated(rotation, n);
      light.shade(n[0], n[1], n[2], expected);
      turned.shade(m[0], m[1], m[2], found);
      assertThat(found).containsExactly(expected, within(1e-5f));
    }
    assertThat(turned.rotated(LightAxes.transposed(rotation)).coefficients())
        .containsExactly(light.coefficients(), within(1e-5f));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void quadricEqualsTheSumOfBandsForNormalsOfAnyLength(long seed) {
    RandomGeometry geometry = new RandomGeometry(seed);
    SphericalHarmonics light = geometry.light();
    float[] normals = new float[300];
    float[] inImage = new float[300];
    float[][] planes = new float[3][100];
    float[][] expected = new float[100][3];
    for (int i = 0; i < 100; i++) {
      float[] n = geometry.direction();
      for (int k = 0; k < 3; k++) {
        normals[3 * i + k] = n[k] * (.2f + .01f * i);
        planes[k][i] = normals[3 * i + k];
      }
      light.shade(normals[3 * i], normals[3 * i + 1], normals[3 * i + 2], expected[i]);
    }
    float[] rgb = new float[300];
    float[] rgbFromImage = new float[300];
    ShadingQuadric.of(light).shade(normals, rgb, 100);
    LightAxes.directions(normals, inImage, 100);
    ShadingQuadric.ofImageNormals(light).shade(inImage, rgbFromImage, 100);
    float[] plane = new float[100];
    for (int channel = 0; channel < 3; channel++) {
      ShadingQuadric.of(light).shade(channel, planes[0], planes[1], planes[2], plane, 0, 100);
      for (int i = 0; i < 100; i++) {
        assertThat(rgb[3 * i + channel]).isCloseTo(expected[i][channel], within(1e-5f));
        assertThat(rgbFromImage[3 * i + channel]).isCloseTo(expected[i][channel], within(1e-5f));
        assertThat(plane[i]).isCloseTo(expected[i][channel], within(1e-5f));
      }
    }
  }

  @Test
  void mirrorSwapsLeftAndRight() {
    RandomGeometry geometry = new RandomGeometry(5);
    SphericalHarmonics light = geometry.light();
    float[] n = geometry.direction();
    float[] expected = new float[3];
    float[] found = new float[3];
    light.shade(n[0], n[1], n[2], expected);
    light.mirrored().shade(-n[0], n[1], n[2], found);
    assertThat(found).containsExactly(expected, within(1e-6f));
  }

  @Test
  void mixGoesFromOneToTheOther() {
    RandomGeometry geometry = new RandomGeometry(6);
    SphericalHarmonics a = geometry.light();
    SphericalHarmonics b = geometry.light();
    assertThat(a.mix(b, 0).coefficients()).containsExactly(a.coefficients(), within(1e-6f));
    assertThat(a.mix(b, 1).coefficients()).containsExactly(b.coefficients(), within(1e-6f));
    assertThat(a.mix(b, .25f).coefficients()[7])
        .isCloseTo(.75f * a.coefficients()[7] + .25f * b.coefficients()[7], within(1e-6f));
  }

  /** The closed form against a count over the pixels of a sphere's picture. */
  @Test
  void meanShadingIsTheMeanOfAPicturedSphere() {
    SphericalHarmonics light = new RandomGeometry(7).light();
    double[] sum = new double[3];
    int count = 0;
    float[] rgb = new float[3];
    for (int j = -200; j <= 200; j++) {
      for (int i = -200; i <= 200; i++) {
        float x = i / 200.5f;
        float y = j / 200.5f;
        if (x * x + y * y < 1) {
          light.shade(x, y, (float) Math.sqrt(1 - x * x - y * y), rgb);
          for (int c = 0; c < 3; c++) {
            sum[c] += rgb[c];
          }
          count++;
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      assertThat(light.meanShading()[c]).isCloseTo((float) (sum[c] / count), within(2e-3f));
    }
  }

  @Test
  void distanceIgnoresExposureAndSeesDirection() {
    SphericalHarmonics left = NamedLights.of("split-left");
    assertThat(left.distance(left.scaled(3))).isCloseTo(0, within(1e-6f));
    assertThat(left.distance(left.mirrored())).isGreaterThan(.5f);
    assertThat(left.dominantDirection()[0]).isLessThan(-.9f);
    assertThat(left.mirrored().dominantDirection()[0]).isGreaterThan(.9f);
  }

  @Test
  void lightTurnsIntoTheHeadTheWayNormalsDo() {
    RandomGeometry geometry = new RandomGeometry(8);
    SphericalHarmonics light = geometry.light();
    float[] pose = geometry.rotation();
    float[] inHead = geometry.direction();
    float[] inImage = RandomGeometry.rotated(pose, inHead);
    float[] expected = new float[3];
    float[] found = new float[3];
    light.shade(inImage[0], -inImage[1], -inImage[2], expected);
    LightAxes.intoHead(light, pose).shade(inHead[0], -inHead[1], -inHead[2], found);
    assertThat(found).containsExactly(expected, within(1e-5f));
  }
}
