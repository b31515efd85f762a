package dev.keylight.train.tiny;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.train.SmallData;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.objective.ConditionDropping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decoder's own stage, on a data set of discs, after an autoencoder that was stopped early. */
class DecoderTrainingTest {
  private static final TinyConfig.Stage2 NO_DIFFUSION = new TinyConfig.Stage2(List.of(32, 32), List.of(1, 1),
      List.of(false, true), 1, 0, 2, 1e-3, 2, 0, 1.4, ConditionDropping.MOSTLY_BOTH, 3, 2, 3, 0);

  @TempDir private Path folder;

  @BeforeEach
  void data() throws IOException {
    SmallData.write(folder.resolve("data"), 64, 4);
  }

  private TinyConfig config(long decoder, long seed) {
    return new TinyConfig("lcvd-tiny", folder.resolve("data").toString(), seed, 1, 1e9, false,
        new TinyConfig.Stage1(List.of(16, 16), 1, 4, 8, 4, 6, 2, 48, 3e-3, 2, 0.5, new TinyConfig.Decoder(decoder, 2, 64, 3e-3, 2, 0)),
        NO_DIFFUSION, TinyConfig.defaults().sequences());
  }

  /** Stops after some steps. */
  private static Progress after(long steps) {
    return new Progress() {
      private long seen;

      @Override
      public void update(long done, long total) {
        seen = done;
      }

      @Override
      public boolean cancelled() {
        return seen >= steps;
      }
    };
  }

  private static Path file(Path run) throws IOException {
    try (Stream<Path> files = Files.walk(run.resolve("model"))) {
      return files.filter(file -> file.toString().endsWith(".safetensors")).findFirst().orElseThrow();
    }
  }

  /** Latents of a picture, and the picture again, by the file that is there. */
  private float[][] coded(Path file) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard();
        LoadedParameters loaded =
            new LoadedParameters(Checkpoint.open(file), ScalarType.Float, new Device(new BytePointer("cpu")));
        Clip clip = Clip.open(Dataset.file(folder.resolve("data"), "person2"))) {
      Autoencoder autoencoder = new Autoencoder(config(0, 1).autoencoder().sizes(), loaded);
      loaded.finish();
      Tensor latents = autoencoder.encodeMode(Latents.pixels(clip.pictures().narrow(0, 0, 1))).contiguous();
      return new float[][] {numbers(latents), numbers(autoencoder.decode(latents).contiguous())};
    }
  }

  private static float[] numbers(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    new FloatPointer(tensor.data_ptr()).get(values);
    return values;
  }

  @Test
  void latents_stay_to_the_bit_while_the_decoder_learns() throws IOException {
    Path run = folder.resolve("run");
    assertThat(new TinyTraining(config(0, 1), run).run(Progress.NONE)).isTrue();
    Path file = file(run);
    float[][] before = coded(file);
    assertThat(new TinyTraining(config(60, 1), run).run(Progress.NONE)).isTrue();
    float[][] after = coded(file);
    assertThat(after[0]).isEqualTo(before[0]);
    assertThat(after[1]).isNotEqualTo(before[1]);
    double[] losses = Files.readAllLines(run.resolve("decoder/curve.csv")).stream().skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",")[1])).toArray();
    assertThat(losses).hasSize(60);
    assertThat(mean(losses, 50)).as("the decoder learns").isLessThan(0.7 * mean(losses, 0));
    assertThat(DecoderTraining.sameEncoder(run.resolve("decoder/start.safetensors"), file)).isTrue();
  }

  private static double mean(double[] losses, int from) {
    double sum = 0;
    for (int i = from; i < from + 10; i++) {
      sum += losses[i] / 10;
    }
    return sum;
  }

  @Test
  void a_stopped_training_ends_with_the_same_bits() throws IOException {
    Path whole = folder.resolve("whole");
    Path parts = folder.resolve("parts");
    for (Path run : List.of(whole, parts)) {
      new TinyTraining(config(0, 1), run).run(Progress.NONE);
    }
    new TinyTraining(config(8, 1), whole).run(Progress.NONE);
    assertThat(new TinyTraining(config(8, 1), parts).run(after(3))).as("finished").isFalse();
    assertThat(parts.resolve("decoder/step-000000003.safetensors")).exists();
    float[][] stopped = coded(file(parts));
    assertThat(new TinyTraining(config(8, 1), parts).run(Progress.NONE)).as("finished").isTrue();
    assertThat(coded(file(parts))).isDeepEqualTo(coded(file(whole)));
    assertThat(coded(file(parts))[1]).isNotEqualTo(stopped[1]);
    try (PointerScope scope = new PointerScope()) {
      Checkpoint a = Checkpoint.open(parts.resolve("decoder/step-000000008.safetensors"));
      Checkpoint b = Checkpoint.open(whole.resolve("decoder/step-000000008.safetensors"));
      assertThat(a.entries().stream().map(TensorEntry::name)).allMatch(name -> a.tensor(name).equal(b.tensor(name)));
    }
  }

  @Test
  void the_decoder_of_another_autoencoder_is_refused() {
    Path run = folder.resolve("run");
    Path other = folder.resolve("other");
    new TinyTraining(config(1, 1), run).run(Progress.NONE);
    new TinyTraining(config(0, 2), other).run(Progress.NONE);
    assertThatThrownBy(() -> {
      Files.createDirectories(other.resolve("decoder"));
      Files.copy(run.resolve("decoder/start.safetensors"), other.resolve("decoder/start.safetensors"));
      new TinyTraining(config(1, 2), other).run(Progress.NONE);
    }).isInstanceOf(BadInputException.class).hasMessageContaining("another autoencoder's decoder");
  }

  @Test
  void crops_that_do_not_fit_and_shares_that_are_none_are_refused() {
    TinyConfig.Stage1 good = config(1, 1).autoencoder();
    good.check();
    assertThatThrownBy(() -> changed(good, 50, 0.5).check()).isInstanceOf(BadInputException.class).hasMessageContaining("multiples of 8");
    assertThatThrownBy(() -> changed(good, 48, 1.5).check()).isInstanceOf(BadInputException.class).hasMessageContaining("0 to 1");
  }

  private static TinyConfig.Stage1 changed(TinyConfig.Stage1 c, int crop, double colours) {
    return new TinyConfig.Stage1(c.channels(), c.layers(), c.latents(), c.groups(), c.patch(), c.steps(), c.batch(), crop,
        c.learningRate(), c.warmup(), colours, c.decoder());
  }

  @Test
  void pictures_come_back_with_their_numbers() {
    Path run = folder.resolve("run");
    TinyConfig config = config(0, 1);
    TinyTraining training = new TinyTraining(config, run);
    training.run(Progress.NONE);
    List<Reconstruction.Row> rows = new Reconstruction(config, training.model()).run(folder.resolve("out"), Progress.NONE);
    assertThat(rows).hasSize(2 * 4); // four frames of one person, plain and coloured
    assertThat(rows).allSatisfy(row -> {
      assertThat(row.psnr()).isBetween(3.0, 60.0);
      assertThat(row.backgroundError()).isBetween(0.0, 255.0);
      assertThat(folder.resolve("out/" + row.name() + "-decoded.png")).isNotEmptyFile();
    });
    assertThat(folder.resolve("out/sheet.png")).isNotEmptyFile();
  }
}
