package dev.keylight.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BootstrapTest {
  private static double[] sample(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(count, -1, 1).toArray();
  }

  @Test
  void the_interval_holds_the_true_mean_about_as_often_as_it_says() {
    int held = 0;
    for (int seed = 0; seed < 200; seed++) {
      Bootstrap.Interval interval = Bootstrap.mean(sample(seed, 30));
      held += interval.low() <= 0 && 0 <= interval.high() ? 1 : 0;
    }
    assertThat(held).isBetween(178, 198);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 40, 160})
  void its_width_follows_the_normal_interval(int count) {
    double[] values = sample(3, count);
    Bootstrap.Interval interval = Bootstrap.mean(values);
    double variance = 0;
    for (double value : values) {
      variance += (value - interval.mean()) * (value - interval.mean()) / count;
    }
    assertThat(interval.high() - interval.low()).isCloseTo(2 * 1.96 * Math.sqrt(variance / count), within(0.15 * (interval.high() - interval.low())));
    assertThat(Bootstrap.mean(values)).isEqualTo(interval);
  }

  @Test
  void one_value_has_no_interval_and_none_has_no_mean() {
    assertThat(Bootstrap.mean(new double[] {4}).mean()).isEqualTo(4);
    assertThat(Bootstrap.mean(new double[] {4}).hasBounds()).isFalse();
    assertThat(Bootstrap.mean(new double[0]).mean()).isNaN();
  }
}
