package dev.keylight.lcvd.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Levels and whole runs against diffusers' schedulers, on a made-up network. Runs from 700 are float32: 1e-7 of the first
 * latents is 7e-5.
 */
class SolverTest {
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

      Expected.near(run(Sampler.euler(schedule)), "euler.end." + steps, 2e-4);
    }
  }

  private static Tensor run(Sampler sampler) {
    NoiseSchedule schedule = sampler.schedule();
    Tensor x = GeneratedParameters.input("input.noise", 2, 4, 3, 3).mul(new Scalar((double) schedule.initialNoise()));
    Tensor memory = null;
    for (int i = 0; i < schedule.steps(); i++) {
      Tensor seen = x.div(new Scalar((double) schedule.inputScale(i)));
      Tensor v = GeneratedParameters.input("input.v" + i, 2, 4, 3, 3).add(seen.mul(new Scalar(0.1)));
      Solver.Stepped stepped = sampler.solver().step(i, x, v, memory);
      assertThat(stepped.memory() != null).isEqualTo(sampler.solver().remembers());
      x = stepped.latents();
      memory = stepped.memory();
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12})
  void dpmSolverIsDiffusersOnThePublishedLevels(int steps) {
    try (PointerScope scope = new PointerScope()) {
      Sampler sampler = Sampler.dpm2M(NoiseSchedule.karras(steps, 0.002, 700));
      assertThat(sampler.schedule().sigmas()).usingComparatorWithPrecision(1e-4f).containsExactly(levels("dpmpp-2m", steps));
      Expected.near(run(sampler), "dpmpp-2m.end." + steps, 2e-4);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12})
  void dpmSolverIsDiffusersInTheOtherScalingToo(int steps) {
    try (PointerScope scope = new PointerScope()) {
      Expected.near(run(Sampler.dpm2M(new NoiseSchedule(levels("dpmpp-2m-vp", steps)))), "dpmpp-2m-vp.end." + steps, 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 12})
  void heunIsDiffusersAndLooksTwicePerLevel(int steps) {
    try (PointerScope scope = new PointerScope()) {
      float[] twice = levels("heun", steps);
      float[] once = new float[steps + 1];
      for (int i = 0; i <= steps; i++) {
        once[i] = twice[Math.max(0, 2 * i - 1)];
      }
      Sampler sampler = Sampler.heun(new NoiseSchedule(once));
      assertThat(sampler.schedule().sigmas()).containsExactly(twice);
      Expected.near(run(sampler), "heun.end." + steps, 2e-5);
    }
  }

  private static float[] levels(String sampler, int steps) {
    Tensor sigmas = Expected.of(sampler + ".sigmas." + steps);
    float[] levels = new float[(int) sigmas.size(0)];
    new FloatPointer(sigmas.data_ptr()).get(levels);
    return levels;
  }

  @Test
  void mergedLevelsTurnNoFurtherThanAllowedAndTellTheOneThatTurnsMost() {
    NoiseSchedule all = NoiseSchedule.karras(25, 0.002, 700);
    int[] groups = all.groups(0.1);
    NoiseSchedule merged = all.merged(groups);
    assertThat(groups).containsExactly(0, 13, 14, 15, 16, 17, 18, 19, 20, 21, 25);
    assertThat(merged.sigmas()[0]).isEqualTo(700);
    assertThat(merged.told()[0]).isEqualTo(all.sigmas()[12]);
    assertThat(merged.told()[9]).isEqualTo(all.sigmas()[21]);
    for (int group = 0; group < merged.steps(); group++) {
      assertThat(groups[group + 1] - groups[group] == 1 || merged.turn(group) <= 0.1).isTrue();
    }
    assertThat(all.groups(0)).hasSize(26);
    assertThat(all.groups(1.6)).containsExactly(0, 25);
  }

  @Test
  void mergedStepsUnderOneVAreTheSameSteps() {
    try (PointerScope scope = new PointerScope()) {
      Sampler each = Sampler.euler(NoiseSchedule.karras(25, 0.002, 700));
      Tensor v = GeneratedParameters.input("input.v0", 2, 4, 3, 3);
      Tensor once = under(v, each.merged(0.5));
      assertThat(each.merged(0.5).schedule().steps()).isLessThan(8);
      assertThat(once.sub(under(v, each)).abs().max().item_double()).isZero();
    }
  }

  private static Tensor under(Tensor v, Sampler sampler) {
    Tensor x = GeneratedParameters.input("input.noise", 2, 4, 3, 3).mul(new Scalar((double) sampler.schedule().initialNoise()));
    for (int i = 0; i < sampler.schedule().steps(); i++) {
      x = sampler.solver().step(i, x, v, null).latents();
    }
    return x;
  }

  @Test
  void theLastStepGivesTheCleanLatents() {
    try (PointerScope scope = new PointerScope()) {
      Tensor x = Tensor.create(new float[] {3f});
      Tensor v = Tensor.create(new float[] {0.5f});
      double clean = 3 / 1.25 - 0.5 * 0.5 / Math.sqrt(1.25);
      Solver euler = Sampler.euler(new NoiseSchedule(new float[] {0.5f, 0})).solver();
      assertThat(euler.step(0, x, v, null).latents().item_double()).isCloseTo(clean, within(1e-6));
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
