package dev.keylight.train.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static LearningRate rate(LearningRate.Shape shape) {
    return new LearningRate(2, 10, shape, 110, 0.1);
  }

  @Test
  void it_rises_along_a_line_and_then_has_its_shape() {
    assertThat(rate(LearningRate.Shape.CONSTANT).at(5)).isCloseTo(1, within(1e-9));
    assertThat(rate(LearningRate.Shape.CONSTANT).at(10_000)).isEqualTo(2);
    assertThat(rate(LearningRate.Shape.LINEAR).at(60)).isCloseTo(2 * 0.55, within(1e-9));
    assertThat(rate(LearningRate.Shape.COSINE).at(60)).isCloseTo(2 * 0.55, within(1e-9));
    assertThat(rate(LearningRate.Shape.COSINE).at(35)).isGreaterThan(rate(LearningRate.Shape.LINEAR).at(35));
  }

  @Test
  void it_stays_at_the_floor_after_the_end() {
    assertThat(rate(LearningRate.Shape.LINEAR).at(500)).isCloseTo(0.2, within(1e-9));
    assertThat(rate(LearningRate.Shape.COSINE).at(500)).isCloseTo(0.2, within(1e-9));
  }
}
