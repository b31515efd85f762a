package dev.keylight.train.lcvd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.train.SmallData;
import dev.keylight.train.loop.GlooPeers;
import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole training, on the smallest networks and a made-up data set. */
class LcvdTrainingTest {
  @TempDir private static Path folder;
  private static Path data;
  private static Path weights;

  @BeforeAll
  static void make() throws IOException {
    data = SmallData.write(folder.resolve("data"), 64, 20);
    weights = TinyModel.write(folder.resolve("weights"));
  }

  private static LcvdConfig config(long steps, int accumulate, String optimiser, int processes) {
    return config(steps, accumulate, optimiser, processes, 0);
  }

  private static LcvdConfig config(long steps, int accumulate, String optimiser, int processes, long validationEvery) {
    return new LcvdConfig("lcvd", data.toString(), weights.toString(), 3, "cpu", 1, 4, 4, steps, accumulate, 1e-3, 2,
        LearningRate.Shape.CONSTANT, optimiser, 1e-2, 1, "all", 4, "float32", true, 0.9, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, validationEvery, 2, 2, processes);
  }

  private static void train(LcvdConfig config, Path run, Peers peers) {
    try (LcvdTraining training = new LcvdTraining(config, run, peers)) {
      training.run(Progress.NONE);
      if (peers.first()) {
        training.write(run.resolve("model"));
      }
    }
  }

  private static byte[] checkpoint(Path run, int step) throws IOException {
    return Files.readAllBytes(run.resolve(String.format("step-%09d.safetensors", step)));
  }

  @Test
  void a_run_that_was_stopped_ends_with_the_same_bits() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    train(config(4, 2, "adamw8bit", 1), whole, Peers.ALONE);
    train(config(2, 2, "adamw8bit", 1), parts, Peers.ALONE);
    train(config(4, 2, "adamw8bit", 1), parts, Peers.ALONE);
    assertThat(checkpoint(parts, 4)).isEqualTo(checkpoint(whole, 4));
    assertThat(losses(parts)).isEqualTo(losses(whole)).hasSize(4);
    assertThat(parts.resolve("curve.html")).content().contains("polyline", "4 steps");
  }

  @Test
  void people_kept_for_validation_are_rendered_as_always_and_the_training_does_not_notice() throws IOException {
    Path plain = folder.resolve("unwatched");
    Path watched = folder.resolve("watched");
    Path again = folder.resolve("watched-again");
    train(config(4, 1, "adamw8bit", 1), plain, Peers.ALONE);
    train(config(4, 1, "adamw8bit", 1, 2), watched, Peers.ALONE);
    train(config(2, 1, "adamw8bit", 1, 2), again, Peers.ALONE);
    assertThat(checkpoint(watched, 4)).isEqualTo(checkpoint(plain, 4));
    Path sheets = watched.resolve("validation");
    assertThat(sheets.resolve("step-000000002.png")).hasSameBinaryContentAs(again.resolve("validation/step-000000002.png"));
    assertThat(Files.readAllBytes(sheets.resolve("step-000000004.png"))).isNotEqualTo(Files.readAllBytes(sheets.resolve("step-000000002.png")));
    assertThat(Files.readAllLines(sheets.resolve("validation.csv"))).satisfiesExactly(
        line -> assertThat(line).isEqualTo("step,variant,light_error,identity_distance,brisque"),
        line -> assertThat(line).startsWith("2,portrait,"), line -> assertThat(line).startsWith("2,lcvd,"),
        line -> assertThat(line).startsWith("4,portrait,"), line -> assertThat(line).startsWith("4,lcvd,"));
    assertThat(plain.resolve("validation")).doesNotExist();
  }

  private static List<String> losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("curve.csv")).stream().skip(1)
        .map(line -> line.substring(0, line.lastIndexOf(','))).toList();
  }

  @Test
  void the_result_loads_as_published_weights() {
    Path run = folder.resolve("loads");
    train(config(1, 1, "adamw", 1), run, Peers.ALONE);
    ModelFolder models = new ModelFolder(run.resolve("model"));
    Device cpu = new Device(new BytePointer("cpu"));
    models.unet(ScalarType.Float, cpu).close();
    models.autoencoder(ScalarType.Float, cpu).close();
    models.visionTower(ScalarType.Float, cpu).close();
    for (Condition condition : Condition.values()) {
      models.adapter(condition, ScalarType.Float, cpu).close();
    }
  }

  @Test
  void two_processes_have_the_curve_of_one() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    train(config(3, 2, "adamw", 1), one, Peers.ALONE);
    // two threads stand in for the processes: each has its own group, networks and data
    ExecutorService workers = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = List.of(workers.submit(() -> peer(0, two)), workers.submit(() -> peer(1, two)));
      for (Future<?> each : both) {
        each.get();
      }
    } finally {
      workers.shutdownNow();
    }
    List<String> alone = losses(one);
    List<String> together = losses(two);
    assertThat(together).hasSameSizeAs(alone);
    for (int i = 0; i < alone.size(); i++) {
      double wanted = Double.parseDouble(alone.get(i).split(",")[1]);
      assertThat(Double.parseDouble(together.get(i).split(",")[1])).isCloseTo(wanted, within(1e-4 * wanted));
    }
  }

  private static void peer(int rank, Path run) {
    try (Peers peers = GlooPeers.join(rank, 2, folder.resolve("meeting"))) {
      train(config(3, 1, "adamw", 2), run, peers);
    }
  }

  @Test
  void a_loss_that_is_no_number_stops_the_run_and_keeps_the_last_checkpoint() throws IOException {
    Path run = folder.resolve("nan");
    train(config(2, 1, "adamw", 1), run, Peers.ALONE);
    LcvdConfig mad = new LcvdConfig("lcvd", data.toString(), weights.toString(), 3, "cpu", 1, 4, 4, 9, 1, 1e30, 0,
        LearningRate.Shape.CONSTANT, "adamw", 1e-2, 0, "all", 4, "float32", false, 0, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 0, 100, 2, 1);
    Path other = folder.resolve("mad");
    assertThatThrownBy(() -> train(mad, other, Peers.ALONE)).isInstanceOf(KeylightException.class)
        .hasMessageContaining("the loss became").hasMessageContaining("at step").hasMessageContaining("batches");
    assertThat(run.resolve("step-000000002.safetensors")).exists();
  }

  @Test
  void a_checkpoint_that_cannot_be_written_leaves_the_one_before() throws IOException {
    Path run = folder.resolve("full");
    train(config(2, 1, "adamw", 1), run, Peers.ALONE);
    Files.createDirectories(run.resolve("step-000000004.safetensors.part")); // as good as a full disk: it cannot be written
    assertThatThrownBy(() -> train(config(4, 1, "adamw", 1), run, Peers.ALONE)).isInstanceOf(KeylightException.class)
        .hasMessageContaining("checkpoint of step 4").hasMessageContaining("step-000000002");
    assertThat(run.resolve("step-000000002.safetensors")).exists();
  }

  private static LcvdConfig part(String train) {
    return new LcvdConfig("lcvd", data.toString(), weights.toString(), 3, "cpu", 1, 4, 4, 3, 2, 1e-3, 0,
        LearningRate.Shape.CONSTANT, "adamw", 1e-2, 1, train, 4, "float32", true, 0, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 0, 2, 2, 1);
  }

  @Test
  void low_rank_changes_reach_the_attention_and_nothing_else_of_the_unet() {
    Path run = folder.resolve("lora");
    train(part("lora"), run, Peers.ALONE);
    Checkpoint before = new ModelFolder(weights).unetFile();
    Checkpoint after = new ModelFolder(run.resolve("model")).unetFile();
    assertThat(after.entries()).hasSameSizeAs(before.entries());
    int changed = 0;
    for (TensorEntry entry : before.entries()) {
      try (PointerScope scope = new PointerScope()) {
        boolean same = before.tensor(entry.name()).equal(after.tensor(entry.name()));
        boolean attention = entry.name().matches(".*attn[12]\\.to_.*weight");
        assertThat(same || attention).as(entry.name()).isTrue();
        changed += same ? 0 : 1;
      }
    }
    assertThat(changed).isPositive();
  }

  @Test
  void adapters_can_be_trained_alone() throws IOException {
    LcvdConfig all = config(1, 1, "adamw", 1);
    LcvdConfig adapters = part("adapters");
    train(adapters, folder.resolve("adapters"), Peers.ALONE);
    assertThat(Files.readAllBytes(folder.resolve("adapters/model/relipa/unet.safetensors")))
        .isEqualTo(Files.readAllBytes(weights.resolve("relipa/unet.safetensors")));
    Plan.Sizes sizes = Plan.Sizes.of(new ModelFolder(weights));
    assertThat(Plan.of(adapters, sizes, 64).memory()).isLessThan(Plan.of(part("lora"), sizes, 64).memory());
    assertThat(Plan.of(part("lora"), sizes, 64).memory()).isLessThan(Plan.of(all, sizes, 64).memory());
  }

  @Test
  void the_plan_of_the_published_training_fits_a_large_gpu() {
    Plan plan = Plan.of(LcvdConfig.defaults(), Plan.Sizes.published(), 512);
    assertThat(plan.trainedWeights()).isBetween(1_524_623_082L, 1_526_000_000L);
    assertThat(plan.memory() / 1e9).isBetween(15.0, 80.0);
    assertThat(plan.hours(200e12)).isBetween(20.0, 60.0 * 24);
  }

  @Test
  void what_is_not_there_is_said() {
    LcvdConfig nowhere = new LcvdConfig("lcvd", folder.resolve("none").toString(), weights.toString(), 3, "cpu", 1, 4, 4, 1, 1, 1e-3, 0,
        LearningRate.Shape.CONSTANT, "adamw", 1e-2, 1, "all", 4, "float32", true, 0, ConditionDropping.CODE, 0.1,
        LogNormal.LATENTS, LogNormal.CONDITION, 0, 2, 2, 1);
    assertThatThrownBy(() -> new LcvdTraining(nowhere, folder.resolve("x"), Peers.ALONE)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("manifest.jsonl").hasMessageContaining("keylight prepare");
  }
}
