package dev.keylight.train.tiny;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.Progress;
import dev.keylight.train.SmallData;
import dev.keylight.train.objective.ConditionDropping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both stages of the small model, on a data set of discs. */
class TinyTrainingTest {
  /** Stops at once. */
  private static final Progress STOP =
      new Progress() {
        @Override
        public void update(long done, long total) {}

        @Override
        public boolean cancelled() {
          return true;
        }
      };

  @TempDir private Path folder;

  private TinyConfig config(long first, long second) throws IOException {
    return config(first, 0, second);
  }

  private TinyConfig config(long first, long decoder, long second) throws IOException {
    Path data = folder.resolve("data");
    if (!Files.exists(data)) {
      SmallData.write(data, 64, 4);
    }
    return new TinyConfig("lcvd-tiny", data.toString(), 1, 1, 1e9, false,
        new TinyConfig.Stage1(List.of(16, 16, 16), 1, 4, 8, 2, first, 4, 64, 3e-3, 5, 0,
            new TinyConfig.Decoder(decoder, 2, 64, 1e-3, 2, 0)),
        new TinyConfig.Stage2(List.of(32, 32), List.of(1, 1), List.of(false, true), 1, second, 2, 1e-3, 2, 0, 1.4,
            ConditionDropping.MOSTLY_BOTH, 3, 2, 3, 2),
        new TinyConfig.Stage3(0, 3, 2, 2, 1e-3, 1, 3, 0.5, false, 2));
  }

  private static double[] losses(Path curve) throws IOException {
    return Files.readAllLines(curve).stream().skip(1).mapToDouble(line -> Double.parseDouble(line.split(",")[1])).toArray();
  }

  @Test
  void stages_follow_each_other_and_a_stopped_run_goes_on() throws IOException {
    Path parts = folder.resolve("parts");
    Path whole = folder.resolve("whole");
    new TinyTraining(config(40, 2), parts).run(Progress.NONE);
    TinyTraining again = new TinyTraining(config(40, 4), parts);
    assertThat(again.run(STOP)).as("finished").isFalse();
    assertThat(again.run(Progress.NONE)).as("finished").isTrue();
    Path model = again.model();
    new TinyTraining(config(40, 4), whole).run(Progress.NONE);
    // the second stage's rate knows its last step, so its first part is the same only up to the rate; the first stage is
    assertThat(parts.resolve("diffusion/step-000000004.safetensors")).exists();
    double[] curve = losses(whole.resolve("autoencoder/curve.csv"));
    assertThat(curve[39]).as("the autoencoder learns").isLessThan(0.5 * curve[0]);
    assertThat(losses(parts.resolve("autoencoder/curve.csv"))).isEqualTo(curve);
    Path renders = parts.resolve("diffusion/validation");
    assertThat(renders.resolve("step-000000002.png")).isNotEmptyFile();
    assertThat(renders.resolve("step-000000004.png")).isNotEmptyFile();
    List<String> rows = Files.readAllLines(renders.resolve("validation.csv"));
    assertThat(rows).as("source, warp and two ways, at two steps").hasSize(1 + 2 * 4);
    assertThat(rows.get(8)).startsWith("4,relit-w1,");
    assertThat(Files.readAllLines(whole.resolve("diffusion/validation/validation.csv")).get(6)).as("the warp knows no weights")
        .isEqualTo(rows.get(6)).startsWith("4,warp,");
    Path trend = folder.resolve("trend");
    new Trend(config(40, 4), model).run(trend, Progress.NONE);
    assertThat(trend.resolve("sheet.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(trend.resolve("trend.csv"))).hasSize(1 + 4 * 14); // four looks, eleven ways, three beside
  }
}
