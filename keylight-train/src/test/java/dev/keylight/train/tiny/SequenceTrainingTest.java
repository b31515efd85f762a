package dev.keylight.train.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.media.Frame;
import dev.keylight.train.SmallData;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.objective.ConditionDropping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The third stage of the small model, on a data set of discs and on top of two steps of the second. */
class SequenceTrainingTest {
  private static final int FRAMES = 3;

  @TempDir private static Path folder;
  private static Path data;
  private static Path pictures;

  @BeforeAll
  static void pictures() throws IOException {
    data = SmallData.write(folder.resolve("data"), 64, 6);
    pictures = folder.resolve("pictures");
    new TinyTraining(config(2, 0, false), pictures).run(Progress.NONE);
  }

  private static TinyConfig config(long second, long third, boolean all) {
    return new TinyConfig("lcvd-tiny", data.toString(), 1, 1, 1e9, false,
        new TinyConfig.Stage1(List.of(16, 16, 16), 1, 4, 8, 2, 4, 4, 64, 3e-3, 5, 0,
            new TinyConfig.Decoder(0, 2, 64, 1e-3, 2, 0)),
        new TinyConfig.Stage2(List.of(32, 32), List.of(1, 1), List.of(false, true), 1, second, 2, 1e-3, 2, 0, 1.4,
            ConditionDropping.MOSTLY_BOTH, 3, 2, 3, 0),
        new TinyConfig.Stage3(third, FRAMES, 2, 2, 1e-3, 1, 3, 0.5, all, 2));
  }

  /** A run whose first two stages are done. */
  private static Path run(String name) throws IOException {
    Path run = folder.resolve(name);
    try (var files = Files.walk(pictures)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = run.resolve(pictures.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return run;
  }

  private static List<Clip> clips() {
    Dataset set = Dataset.open(data);
    return set.split(Dataset.TRAIN).stream().map(row -> Clip.open(set.file(row))).toList();
  }

  /** Largest change of the UNet's weights over time, or of its others. */
  private static double change(Path from, Path to, boolean overTime) {
    Checkpoint before = Checkpoint.open(new TinyFolder(from).unet());
    Checkpoint after = Checkpoint.open(new TinyFolder(to).unet());
    double largest = 0;
    for (TensorEntry entry : after.entries()) {
      if (TinyNetworks.overTime(entry.name()) == overTime) {
        try (PointerScope scope = new PointerScope()) {
          Tensor now = after.tensor(entry.name());
          Tensor then = overTime ? now.mul(new Scalar(0)) : before.tensor(entry.name());
          largest = Math.max(largest, now.sub(then).abs().max().item_double());
        }
      }
    }
    return largest;
  }

  @Test
  void the_first_step_predicts_what_the_picture_model_predicts() throws IOException {
    Path run = run("first");
    TinyConfig config = config(2, 4, false);
    List<Clip> clips = clips();
    List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    LoopOptions options = new LoopOptions(4, 1, 1, new LearningRate(1e-2, 0, LearningRate.Shape.CONSTANT, 4, 1), 9, 1e9, 1);
    try (LoadedParameters loaded = new LoadedParameters(
            Checkpoint.open(new TinyFolder(run.resolve("model")).autoencoder()), ScalarType.Float, new Device(new BytePointer("cpu")))) {
      Autoencoder autoencoder = new Autoencoder(config.autoencoder().sizes(), loaded);
      Batch sequence = Batch.coded(new PairMaker(excerpts, 4).sequence(3, FRAMES, 1), excerpts,
          (clip, frame) -> Batch.coded(excerpts.get(clip), frame, autoencoder), autoencoder);
      try (SequenceTraining training = new SequenceTraining(
          run.resolve("sequences"), config, new TinyFolder(run.resolve("model")), excerpts, autoencoder, options)) {
        double[] before = training.losses(sequence, 1, false);
        assertThat(before[0]).as("with and without layers over time").isCloseTo(before[1], within(1e-6 * before[1]));
        training.run(Progress.NONE, step -> {});
        double[] after = training.losses(sequence, 1, false);
        assertThat(after[1]).as("a frame by itself").isEqualTo(before[1]);
        assertThat(Math.abs(after[0] - before[0])).as("frames together").isGreaterThan(1e-4 * before[0]);
      }
      sequence.free();
    }
    clips.forEach(Clip::close);
  }

  @Test
  void a_stopped_run_ends_with_the_same_bits_and_only_layers_over_time_learn() throws IOException {
    Path whole = run("whole");
    Path parts = run("parts");
    assertThat(new TinyTraining(config(2, 4, false), whole).run(Progress.NONE)).isTrue();
    assertThat(new TinyTraining(config(2, 4, false), parts).run(new StopAfter(2))).isFalse();
    assertThat(parts.resolve("sequences/step-000000002.safetensors")).exists();
    assertThat(new TinyTraining(config(2, 4, false), parts).run(Progress.NONE)).isTrue();
    String last = "sequences/step-000000004.safetensors";
    assertThat(Files.readAllBytes(parts.resolve(last))).isEqualTo(Files.readAllBytes(whole.resolve(last)));
    assertThat(change(pictures.resolve("model"), whole.resolve("model"), false)).isZero();
    assertThat(change(pictures.resolve("model"), whole.resolve("model"), true)).isPositive();
    assertThat(new ModelFolder(whole.resolve("model")).smallFrames()).isEqualTo(FRAMES);
    assertThat(new ModelFolder(pictures.resolve("model")).smallFrames()).isEqualTo(1);
    List<String> rows = Files.readAllLines(whole.resolve("sequences/validation.csv"));
    assertThat(rows).as("two kinds of noise at steps 1, 2 and 4").hasSize(1 + 2 * 3);
    assertThat(rows.get(6)).startsWith("4,common,");
    assertThat(Files.readAllLines(parts.resolve("sequences/validation.csv"))).isEqualTo(rows);
  }

  @Test
  void all_layers_learn_where_that_is_asked_for() throws IOException {
    Path run = run("all");
    new TinyTraining(config(2, 2, true), run).run(Progress.NONE);
    assertThat(change(pictures.resolve("model"), run.resolve("model"), false)).isPositive();
  }

  @Test
  void a_picture_model_that_went_on_is_not_mixed_with_what_was_begun_before() throws IOException {
    Path run = run("on");
    new TinyTraining(config(2, 1, false), run).run(Progress.NONE);
    assertThatThrownBy(() -> new TinyTraining(config(3, 1, false), run).run(Progress.NONE))
        .isInstanceOf(BadInputException.class).hasMessageContaining("step 2").hasMessageContaining("step 3");
    assertThatThrownBy(() -> new TinyConfig.Stage3(1, 1, 1, 1, 1e-3, 1, 1, 0, false, 0))
        .isInstanceOf(BadInputException.class).hasMessageContaining("frames");
  }

  @Test
  void neighbours_follow_each_other_and_share_one_source() {
    List<Clip> clips = clips();
    List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    PairMaker maker = new PairMaker(excerpts, 4);
    int moved = 0;
    for (int n = 0; n < 12; n++) {
      List<PairMaker.Pair> pairs = maker.sequence(n, FRAMES, 2);
      assertThat(pairs).hasSize(FRAMES);
      int first = pairs.get(0).target();
      int every = pairs.get(1).target() - first;
      boolean lit = pairs.get(0).made().isPresent();
      assertThat(every).isBetween(lit ? 0 : 1, lit ? 0 : 2);
      assertThat(pairs).extracting(PairMaker.Pair::target)
          .containsExactly(IntStream.range(0, FRAMES).mapToObj(i -> first + i * every).toArray(Integer[]::new));
      assertThat(pairs).extracting(PairMaker.Pair::source).containsOnly(pairs.get(0).source());
      moved += lit ? 0 : 1;
      pairs.forEach(pair -> {
        pair.reference().close();
        pair.hint().close();
        pair.made().ifPresent(Frame::close);
      });
    }
    assertThat(moved).as("of 12").isBetween(3, 11);
    clips.forEach(Clip::close);
  }

  /** Stops after some steps of the third stage. */
  private static final class StopAfter implements Progress {
    private final int steps;
    private int seen;
    private boolean third;

    private StopAfter(int steps) {
      this.steps = steps;
    }

    @Override
    public void note(String text) {
      third |= text.contains("over time");
    }

    @Override
    public void update(long done, long total) {
      seen += third ? 1 : 0;
    }

    @Override
    public boolean cancelled() {
      return seen >= steps;
    }
  }
}
