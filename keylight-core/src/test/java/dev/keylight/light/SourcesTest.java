package dev.keylight.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourcesTest {
  /** Irradiance over π straight from the definition, summed over the whole map. */
  private static float naive(float[] map, int width, int height, float[] n, int channel) {
    double sum = 0;
    for (int y = 0; y < height; y++) {
      double theta = Math.PI * (y + .5) / height;
      for (int x = 0; x < width; x++) {
        double phi = 2 * Math.PI * (x + .5) / width;
        double dx = -Math.sin(phi) * Math.sin(theta);
        double dz = Math.cos(phi) * Math.sin(theta);
        double dot = dx * n[0] + Math.cos(theta) * n[1] + dz * n[2];
        double solidAngle = 2 * Math.PI / width * Math.PI / height * Math.sin(theta);
        sum += Math.max(0, dot) * map[3 * (y * width + x) + channel] * solidAngle;
      }
    }
    return (float) (sum / Math.PI);
  }

  @Test
  void aWhiteSkyShadesEverythingOne() {
    float[] map = new float[3 * 64 * 32];
    Arrays.fill(map, 1);
    SphericalHarmonics light = EnvironmentMap.harmonics(map, 64, 32);
    float[] rgb = new float[3];
    RandomGeometry geometry = new RandomGeometry(1);
    for (int i = 0; i < 20; i++) {
      float[] n = geometry.direction();
      light.shade(n[0], n[1], n[2], rgb);
      assertThat(rgb).containsExactly(new float[] {1, 1, 1}, within(2e-3f));
    }
  }

  /** Smooth maps are what order 2 represents; there the projection must equal the integral closely. */
  @Test
  void aSmoothMapShadesAsTheIntegralSays() {
    int width = 128;
    int height = 64;
    float[] map = new float[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double theta = Math.PI * (y + .5) / height;
        double phi = 2 * Math.PI * (x + .5) / width;
        double dx = -Math.sin(phi) * Math.sin(theta);
        double dz = Math.cos(phi) * Math.sin(theta);
        map[3 * (y * width + x)] = (float) (1 + .5 * dx + .3 * Math.cos(theta) * dz);
        map[3 * (y * width + x) + 1] = (float) (1 + .8 * Math.cos(theta));
        map[3 * (y * width + x) + 2] = (float) (1 - .4 * dz + .2 * dx * dx);
      }
    }
    SphericalHarmonics light = EnvironmentMap.harmonics(map, width, height);
    RandomGeometry geometry = new RandomGeometry(2);
    float[] rgb = new float[3];
    for (int i = 0; i < 12; i++) {
      float[] n = geometry.direction();
      light.shade(n[0], n[1], n[2], rgb);
      for (int c = 0; c < 3; c++) {
        assertThat(rgb[c]).isCloseTo(naive(map, width, height, n, c), within(4e-3f));
      }
    }
  }

  /** A bright patch right of the middle lights the right, and equals the lamp that it is. */
  @Test
  void aBrightPatchIsALamp() {
    int width = 256;
    int height = 128;
    try (Mat map = new Mat(height, width, opencv_core.CV_32FC3)) {
      float[] pixels = new float[3 * width * height];
      int x = (int) (width * .75);
      int y = height / 2;
      double solidAngle = 2 * Math.PI / width * (Math.cos(Math.PI * y / height) - Math.cos(Math.PI * (y + 1) / height));
      pixels[3 * (y * width + x)] = (float) (Math.PI / solidAngle);
      pixels[3 * (y * width + x) + 1] = Float.NaN;
      pixels[3 * (y * width + x) + 2] = -5;
      new FloatPointer(map.data()).put(pixels);
      SphericalHarmonics light = EnvironmentMap.harmonics(map, 0);
      float[] lamp = Lamp.of(90, 0, 1, 0).harmonics().coefficients();
      for (int band = 0; band < 9; band++) {
        assertThat(light.get(band, 0)).isCloseTo(lamp[3 * band], within(.02f));
        assertThat(light.get(band, 1)).as("what is no number gives no light").isZero();
        assertThat(light.get(band, 2)).isZero();
      }
      assertThat(EnvironmentMap.harmonics(map, 90).dominantDirection()[2]).as("turned, it goes behind").isLessThan(-.99f);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, .06", "0.3, .06", "0.6, .05", "1, .05"})
  void aLampShadesLikeACosineFallingToNothing(float softness, float tolerance) {
    SphericalHarmonics light = Lamp.of(0, 0, 1, softness).harmonics();
    double half = softness * Math.PI / 2;
    Random random = new Random(4);
    float[] rgb = new float[3];
    for (int i = 0; i < 10; i++) {
      double angle = Math.PI * i / 9;
      double sum = 0;
      int n = 20000;
      for (int k = 0; k < n; k++) {
        double cos = 1 - random.nextDouble() * (1 - Math.cos(half));
        double sin = Math.sqrt(1 - cos * cos);
        double phi = 2 * Math.PI * random.nextDouble();
        sum += Math.max(0, Math.sin(angle) * sin * Math.cos(phi) + Math.cos(angle) * cos);
      }
      light.shade((float) Math.sin(angle), 0, (float) Math.cos(angle), rgb);
      assertThat(rgb[0]).isCloseTo((float) (sum / n), within(tolerance + .01f));
    }
  }

  @Test
  void lowerTemperaturesAreRedder() {
    LightColor before = LightColor.ofKelvin(1700);
    for (int kelvin = 2000; kelvin <= 20000; kelvin += 500) {
      LightColor color = LightColor.ofKelvin(kelvin);
      assertThat(color.red() / color.blue()).isLessThanOrEqualTo(before.red() / before.blue());
      assertThat(.2126f * color.red() + .7152f * color.green() + .0722f * color.blue()).isCloseTo(1, within(1e-4f));
      before = color;
    }
    LightColor white = LightColor.ofKelvin(6504);
    assertThat(white.red()).isCloseTo(white.blue(), within(1e-3f));
    assertThat(LightColor.parse("#f80")).isEqualTo(LightColor.parse("#ff8800"));
  }

  @Test
  void followedLightIsSmoothAndForgetsUntrustedFrames() {
    List<TimedLight> fits = new ArrayList<>();
    SphericalHarmonics base = NamedLights.of("loop");
    Random random = new Random(9);
    for (int i = 0; i < 100; i++) {
      fits.add(
          i == 50
              ? new TimedLight(i / 25.0, base.scaled(50), 0)
              : new TimedLight(i / 25.0, base.scaled(1 + .2f * (float) random.nextGaussian()), 1));
    }
    int[] read = {0};
    Iterator<TimedLight> source = fits.stream().peek(fit -> read[0]++).iterator();
    FollowedLight light = new FollowedLight(source, .12);
    light.at(0);
    assertThat(read[0]).as("reads no further than it must").isLessThan(15);
    float worst = 0;
    for (int i = 1; i < 99; i++) {
      float step = light.at(i / 25.0).meanBrightness() - light.at((i - 1) / 25.0).meanBrightness();
      worst = Math.max(worst, Math.abs(step) / base.meanBrightness());
    }
    assertThat(worst).isLessThan(.12f);
    assertThat(light.at(1000)).isEqualTo(light.at(99 / 25.0));
    assertThat(light.at(0).meanBrightness()).as("moments may be asked for again").isCloseTo(base.meanBrightness(), within(.2f));
  }

  @Test
  void srgbGoesThereAndBack() {
    for (int i = 0; i < 256; i++) {
      assertThat(Srgb.toByte(Srgb.toLinear((byte) i)) & 0xff).isEqualTo(i);
    }
    for (int i = 0; i <= 1000; i++) {
      assertThat(Srgb.encoded(Srgb.linear(i / 1000f))).isCloseTo(i / 1000f, within(1e-6f));
    }
    assertThat(Srgb.linear(1)).isEqualTo(1);
    assertThat(Srgb.toLinear((byte) 188)).as("half the light").isCloseTo(.5f, within(.005f));
    assertThat(Srgb.toByte(Float.NaN)).isZero();
    assertThat(Srgb.toByte(7) & 0xff).isEqualTo(255);
  }
}
