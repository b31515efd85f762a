package dev.keylight.lcvd.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Levels and steps against diffusers' EulerDiscreteScheduler. */
class EulerTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 25})
  void levelsTimesAndStepsAreDiffusers(int steps) {
    NoiseSchedule schedule = NoiseSchedule.karras(steps, 0.002, 700);
    try (PointerScope scope = new PointerScope()) {
      float[] times = new float[steps];
      for (int i = 0; i < steps; i++) {
        times[i] = (float) schedule.time(i);
        assertThat(schedule.sigmas()[i])
            .isCloseTo(Expected.of("euler.sigmas." + steps).select(0, i).item_float(), within(schedule.sigmas()[i] * 1e-6f));
      }
      assertThat(schedule.sigmas()[steps]).isZero();
      Expected.near(Tensor.create(times), "euler.timesteps." + steps, 1e-6);

      Tensor x = GeneratedParameters.input("input.noise", 2, 4, 3, 3).mul(new Scalar((double) schedule.initialNoise()));
      for (int i = 0; i < steps; i++) {
        Tensor seen = x.div(new Scalar((double) schedule.inputScale(i)));
        Tensor v = GeneratedParameters.input("input.v" + i, 2, 4, 3, 3).add(seen.mul(new Scalar(0.1)));
        x = EulerStep.apply(x, v, schedule.sigmas()[i], schedule.sigmas()[i + 1]);
      }
      Expected.near(x, "euler.end." + steps, 2e-4); // latents start at 700: 1e-7 of it is 7e-5
    }
  }

  @Test
  void theLastStepGivesTheCleanLatents() {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = Tensor.create(new float[] {3f});
      Tensor v = Tensor.create(new float[] {0.5f});
      double clean = 3 / 1.25 - 0.5 * 0.5 / Math.sqrt(1.25);
      assertThat(EulerStep.apply(x, v, 0.5f, 0).item_double()).isCloseTo(clean, within(1e-6));
    }
  }

  @Test
  void ddimVisitsTrainingLevelsFromTheLastDownwards() {
    float[] sigmas = NoiseSchedule.ddim(25, 0.00085, 0.012).sigmas();
    assertThat(sigmas[0]).isCloseTo(14.6146f, within(1e-3f)); // Stable Diffusion's largest trained level
    assertThat(sigmas).isSortedAccordingTo((a, b) -> Float.compare(b, a)).hasSize(26);
  }

  @Test
  void stepsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> NoiseSchedule.karras(0, 0.002, 700)).isInstanceOf(BadInputException.class);
  }
}
