package dev.keylight.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationsTest {
  private static float[] about(double degrees) {
    float cos = (float) Math.cos(Math.toRadians(degrees));
    float sin = (float) Math.sin(Math.toRadians(degrees));
    return new float[] {cos, -sin, 0, sin, cos, 0, 0, 0, 1};
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 10, 60, 170})
  void the_angle_between_is_the_angle_turned(double degrees) {
    assertThat(Rotations.degreesBetween(about(20), about(20 + degrees))).isCloseTo(degrees, within(0.05));
    assertThat(Rotations.degreesBetween(Rotations.from(about(20), about(20 + degrees)), about(degrees))).isCloseTo(0, within(0.05));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 25, 80})
  void the_mean_lies_in_the_middle(double spread) {
    float[] mean = Rotations.mean(List.of(about(30 - spread), about(30), about(30 + spread)));
    assertThat(Rotations.degreesBetween(mean, about(30))).isCloseTo(0, within(0.05));
  }
}
