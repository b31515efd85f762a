package dev.keylight.train.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.GeneratedParameters;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWTest {
  private static final int LENGTH = 4096;

  /** Gradients whose sizes differ up to fifty times within a block, with a common direction and noise. */
  private static Tensor gradient(int seed, int step) {
    Tensor size = GeneratedParameters.input("size" + seed, LENGTH).mul(new Scalar(2)).exp();
    Tensor common = GeneratedParameters.input("common" + seed, LENGTH);
    Tensor noise = GeneratedParameters.input("noise" + seed + "." + step, LENGTH);
    return common.add(noise).mul(size).mul(new Scalar(1e-3));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_byte_a_number_goes_where_four_go(int seed) {
    try (PointerScope scope = new PointerScope()) {
      Tensor start = GeneratedParameters.input("weights" + seed, LENGTH);
      Tensor exact = start.clone();
      Tensor small = start.clone();
      AdamOptions options = new AdamOptions(0.9, 0.999, 1e-8, 1e-2);
      try (Optimiser four = new AdamW(options, exact); Optimiser one = new AdamW8Bit(options, small)) {
        for (int step = 1; step <= 50; step++) {
          Tensor gradient = gradient(seed, step);
          four.step(exact, gradient, step, 1e-3);
          one.step(small, gradient, step, 1e-3);
        }
      }
      double way = exact.sub(start).norm().item_double();
      assertThat(small.sub(exact).norm().item_double() / way).isLessThan(0.1);
    }
  }

  @Test
  void what_a_byte_optimiser_remembers_takes_a_quarter() {
    try (PointerScope scope = new PointerScope()) {
      Tensor values = GeneratedParameters.input("weights", LENGTH);
      try (Optimiser four = new AdamW(AdamOptions.published(), values);
          Optimiser one = new AdamW8Bit(AdamOptions.published(), values)) {
        assertThat(bytes(one)).isLessThan((long) (0.26 * bytes(four)));
      }
    }
  }

  private static long bytes(Optimiser optimiser) {
    return optimiser.state().values().stream().mapToLong(Tensor::nbytes).sum();
  }

  @Test
  void a_running_mean_follows_quickly_at_first_and_slowly_later() {
    try (PointerScope scope = new PointerScope()) {
      Tensor values = Tensor.create(new float[] {0});
      try (RunningMean mean = new RunningMean(0.99, values)) {
        values.fill_(new Scalar(1));
        mean.follow(values, 1);
        assertThat(mean.mean().item_float()).isGreaterThan(0.8f); // 1 − 2/11
        values.fill_(new Scalar(0));
        float before = mean.mean().item_float();
        mean.follow(values, 100_000);
        assertThat(mean.mean().item_float() / before).isBetween(0.9899f, 0.9901f);
      }
    }
  }
}
