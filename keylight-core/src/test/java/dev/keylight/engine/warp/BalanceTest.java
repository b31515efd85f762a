package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.light.NamedLights;
import dev.keylight.light.SphericalHarmonics;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BalanceTest {
  /** As on a face: normals spread over the half of a sphere that the camera sees. */
  private static final float[] NORMALS = normals();

  private static final float[] NEUTRAL = {1, 1, 1};

  static List<SphericalHarmonics> lights() {
    Stream<SphericalHarmonics> named = NamedLights.names().stream().map(NamedLights::of);
    Stream<SphericalHarmonics> drawn = IntStream.range(0, 20).mapToObj(BalanceTest::light);
    return Stream.concat(named, drawn).toList();
  }

  /** Mostly even, somewhat directed, coloured, of any strength. */
  private static SphericalHarmonics light(int seed) {
    Random random = new Random(seed);
    float strength = (float) Math.exp(2 * random.nextGaussian());
    float[] c = new float[3 * SphericalHarmonics.BANDS];
    for (int i = 0; i < c.length; i++) {
      c[i] = strength * (i < 3 ? 2 + 2 * random.nextFloat() : (float) (0.4 * random.nextGaussian()));
    }
    return new SphericalHarmonics(c);
  }

  @ParameterizedTest
  @MethodSource("lights")
  void everyTargetIsAsBrightAsAskedFor(SphericalHarmonics light) {
    SphericalHarmonics target = Balance.target(light, NEUTRAL, NORMALS);
    assertThat(Balance.brightness(target, NORMALS)).isCloseTo(1, within(0.02f));
    SphericalHarmonics own = Balance.normalised(light(7), NORMALS);
    for (float strength : new float[] {0, 1}) {
      SphericalHarmonics plain = Balance.mixed(own, target, strength, 0);
      SphericalHarmonics brighter = Balance.mixed(own, target, strength, 1.5f);
      assertThat(brighter.get(0, 1) / plain.get(0, 1)).isCloseTo((float) Math.pow(2, 1.5), within(0.001f));
    }
  }

  @ParameterizedTest
  @MethodSource("lights")
  void howStrongALightWasDoesNotMatter(SphericalHarmonics light) {
    SphericalHarmonics one = Balance.target(light, NEUTRAL, NORMALS);
    SphericalHarmonics other = Balance.target(light.scaled(37), NEUTRAL, NORMALS);
    assertThat(one.distance(other)).isLessThan(1e-3f);
    for (int b = 0; b < SphericalHarmonics.BANDS; b++) {
      assertThat(other.get(b, 1)).isCloseTo(one.get(b, 1), within(0.02f));
    }
  }

  @ParameterizedTest
  @MethodSource("lights")
  void thePortraitsOwnLightIsMadeNeutralAndOfUnitBrightness(SphericalHarmonics light) {
    SphericalHarmonics own = Balance.normalised(light, NORMALS);
    assertThat(Balance.brightness(own, NORMALS)).isCloseTo(1, within(0.02f));
    float[] mean = own.meanShading();
    assertThat(mean[0]).isCloseTo(mean[1], within(0.1f * mean[1]));
    assertThat(mean[2]).isCloseTo(mean[1], within(0.1f * mean[1]));
  }

  /** Warm stays warm: adaptation takes from a light's colour and never turns it into another. */
  @ParameterizedTest
  @MethodSource("lights")
  void theTargetsColourIsPartlyKept(SphericalHarmonics light) {
    float[] before = Balance.tint(light);
    float[] after = Balance.tint(Balance.target(light, NEUTRAL, NORMALS));
    double was = Math.log(before[0] / before[2]);
    double is = Math.log(after[0] / after[2]);
    assertThat(is * was).isGreaterThanOrEqualTo(0);
    assertThat(Math.abs(is)).isLessThanOrEqualTo(Math.abs(was) + 1e-4);
  }

  @ParameterizedTest
  @MethodSource("lights")
  void withoutStrengthTheOwnLightStays(SphericalHarmonics light) {
    SphericalHarmonics own = Balance.normalised(light(77), NORMALS);
    SphericalHarmonics target = Balance.target(light, NEUTRAL, NORMALS);
    assertThat(Balance.mixed(own, target, 0, 0)).isEqualTo(own);
    float half = Balance.mixed(own, target, 0.5f, 0).distance(target);
    float whole = Balance.mixed(own, target, 1, 0).distance(target);
    assertThat(whole).isLessThanOrEqualTo(half);
    assertThat(half).isLessThanOrEqualTo(own.distance(target));
  }

  private static float[] normals() {
    Random random = new Random(3);
    float[] normals = new float[3 * HeadMesh.FACE_VERTICES];
    for (int i = 0; i < normals.length; i += 3) {
      double x = 0.5 * random.nextGaussian();
      double y = 0.5 * random.nextGaussian();
      double length = Math.sqrt(x * x + y * y + 1);
      normals[i] = (float) (x / length);
      normals[i + 1] = (float) (y / length);
      normals[i + 2] = (float) (-1 / length);
    }
    return normals;
  }
}
