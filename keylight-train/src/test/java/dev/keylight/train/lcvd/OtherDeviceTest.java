package dev.keylight.train.lcvd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.Progress;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.train.SmallData;
import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The whole training on a device that is not the processor and refuses what is left there, as a GPU does. The device is a
 * library that tools/other_device/build.sh makes; without it there is nothing to run on. Alone in its Java machine, as libtorch
 * counts devices once: {@code KEYLIGHT_OTHER_DEVICE=libother.so mvn -pl keylight-train -am -Dtest=OtherDeviceTest test}.
 */
@EnabledIfEnvironmentVariable(named = "KEYLIGHT_OTHER_DEVICE", matches = ".+")
class OtherDeviceTest {
  @TempDir private static Path folder;
  private static Path data;
  private static Path weights;
  private static Device other;
  private static Device cpu;

  @BeforeAll
  static void make() throws IOException {
    torch.get_num_threads(); // loads libtorch, which the library needs
    System.load(Path.of(System.getenv("KEYLIGHT_OTHER_DEVICE")).toAbsolutePath().toString());
    other = Scope.lasting(() -> new Device("other:0"));
    cpu = Scope.lasting(() -> new Device("cpu"));
    data = SmallData.write(folder.resolve("data"), 64, 20);
    weights = TinyModel.write(folder.resolve("weights"));
  }

  private static LcvdConfig config(long steps, String optimiser, String train, String precision, boolean recompute) {
    return new LcvdConfig("lcvd", data.toString(), weights.toString(), 3, "cpu", 1, 4, 4, steps, 2, 1e-3, 0,
        LearningRate.Shape.CONSTANT, optimiser, 1e-2, 1, train, 4, precision, recompute, 0.9, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 2, 2, 2, 1);
  }

  private static void train(LcvdConfig config, String run, Device device) {
    try (LcvdTraining training = new LcvdTraining(config, folder.resolve(run), Peers.ALONE, device)) {
      training.run(Progress.NONE);
      training.write(folder.resolve(run).resolve("model"));
    }
  }

  private static double[][] curve(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve("curve.csv")).stream().skip(1).map(line -> line.split(","))
        .map(cells -> new double[] {Double.parseDouble(cells[1]), Double.parseDouble(cells[3])}).toArray(double[][]::new);
  }

  @Test
  void what_is_on_the_processor_is_refused_there() {
    try (PointerScope scope = new PointerScope()) {
      Tensor here = torch.ones(3, 3);
      Tensor there = here.to(other, ScalarType.Float);
      assertThat(there.matmul(there).sum().item_double()).isEqualTo(27);
      assertThatThrownBy(() -> there.matmul(here)).hasMessageContaining("same device");
      assertThatThrownBy(() -> there.add(here)).hasMessageContaining("same device");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "adamw, all, float32, true", "adamw8bit, all, float32, false", "adamw8bit, all, bfloat16, true",
    "adamw, all, bfloat16, false", "adamw, lora, float32, true", "adamw8bit, adapters, float32, true"
  })
  void the_curve_is_the_processors(String optimiser, String train, String precision, boolean recompute) throws IOException {
    LcvdConfig config = config(3, optimiser, train, precision, recompute);
    String name = optimiser + train + precision + recompute;
    train(config, name + "-cpu", cpu);
    train(config, name + "-other", other);
    double[][] expected = curve(name + "-cpu");
    double[][] found = curve(name + "-other");
    assertThat(found).hasSameDimensionsAs(expected);
    boolean exact = precision.equals("float32");
    assertThat(found[0][1]).as("gradient").isCloseTo(expected[0][1], within((exact ? 1e-3 : 0.02) * expected[0][1]));
    for (int i = 0; i < found.length; i++) { // Adam's first steps make much of rounding, but the losses stay
      assertThat(found[i][0]).as("loss").isCloseTo(expected[i][0], within((exact ? 1e-3 : 0.02) * expected[i][0]));
    }
  }

  @Test
  void a_run_goes_on_on_another_device() throws IOException {
    for (List<Device> order : List.of(List.of(other, cpu), List.of(cpu, other))) {
      String run = "moved-" + (order.get(0) == cpu);
      train(config(2, "adamw8bit", "all", "float32", true), run, order.get(0));
      train(config(4, "adamw8bit", "all", "float32", true), run, order.get(1));
      assertThat(curve(run)).hasDimensions(4, 2);
      assertThat(folder.resolve(run).resolve("validation/validation.csv")).content().contains("2,lcvd,", "4,lcvd,");
    }
    train(config(4, "adamw8bit", "all", "float32", true), "unmoved", cpu);
    double[][] expected = curve("unmoved");
    for (String run : List.of("moved-true", "moved-false")) {
      assertThat(curve(run)[3][0]).isCloseTo(expected[3][0], within(1e-3 * expected[3][0]));
    }
  }
}
