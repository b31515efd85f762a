package dev.keylight.train.lcvd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.lcvd.TinyModel;
import dev.keylight.train.SmallData;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.RankProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes started by one, on the smallest networks. */
class RankProcessesTest {
  @TempDir private static Path folder;
  private static Path data;
  private static Path weights;

  @BeforeAll
  static void make() throws IOException {
    data = SmallData.write(folder.resolve("data"), 64, 20);
    weights = TinyModel.write(folder.resolve("weights"));
  }

  private static RankProcesses two(Path run, long steps, long dies) throws IOException {
    Files.createDirectories(run);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return new RankProcesses(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-Dorg.bytedeco.openblas.load=" + System.getProperty("org.bytedeco.openblas.load", "openblas"),
        "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0", "-cp", classes, RankMain.class.getName(),
        data.toString(), weights.toString(), run.toString(), Long.toString(steps), Long.toString(dies)), 2, run);
  }

  private static double[] losses(Path run) throws IOException {
    return Files.readAllLines(run.resolve("curve.csv")).stream().skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",")[1])).toArray();
  }

  @Test
  void they_have_the_curve_of_one() throws IOException {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    try (LcvdTraining training = new LcvdTraining(RankMain.config(data, weights, 3, 2, 1), one, Peers.ALONE)) {
      training.run(Progress.NONE);
    }
    two(two, 3, -1).run(() -> false);
    double[] alone = losses(one);
    double[] together = losses(two);
    assertThat(together).hasSameSizeAs(alone);
    for (int i = 0; i < alone.length; i++) {
      assertThat(together[i]).isCloseTo(alone[i], within(1e-4 * alone[i]));
    }
  }

  @Test
  void one_that_dies_ends_both_and_is_named() throws IOException {
    Path run = folder.resolve("dead");
    RankProcesses both = two(run, 1_000_000, 3);
    assertThatThrownBy(() -> both.run(() -> false)).isInstanceOf(KeylightException.class)
        .hasMessageContaining("process 1 of the 2").hasMessageContaining("exit code 9").hasMessageContaining("I die at step 3")
        .hasMessageContaining("rank-1.log");
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)
        .filter(child -> child.info().commandLine().orElse("").contains(run.toString()))).isEmpty();
    assertThat(run.resolve("step-000000002.safetensors")).exists();
  }
}
