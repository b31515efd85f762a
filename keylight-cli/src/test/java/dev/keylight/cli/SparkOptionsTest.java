package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.Keylight;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say about clusters; the work itself is tested in keylight-spark. */
class SparkOptionsTest {
  @TempDir private Path folder;

  @Test
  void what_is_missing_is_said_with_what_to_do() throws IOException {
    assertThatThrownBy(() -> SparkPlace.in(folder.resolve("spark"), folder)).isInstanceOf(KeylightException.class)
        .hasMessageContaining("needs Apache Spark").hasMessageContaining("tools/cluster fetch").hasMessageContaining("SPARK_HOME");
    Files.createDirectories(folder.resolve("spark/jars"));
    assertThatThrownBy(() -> SparkPlace.in(folder.resolve("spark"), folder)).isInstanceOf(KeylightException.class)
        .hasMessageContaining("keylight-spark-").hasMessageContaining("tools/cluster fetch");
    Path jar = Files.createFile(folder.resolve("keylight-spark-" + Keylight.version() + ".jar"));
    assertThat(SparkPlace.in(folder.resolve("spark"), folder).workerClassPath()).endsWith(jar.toString());
  }

  @Test
  void a_cluster_needs_many_items() {
    Run one = Run.keylight("animate", "a.png", "--drive", "talking", "--light", "loop", "-o", "b.mp4", "--master", "local[1]");
    assertThat(one.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(one.err()).contains("--batch");
    Run none = Run.keylight("prepare", "--batch", "t.csv", "-o", folder.toString());
    assertThat(none.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(none.err()).contains("--master");
  }

  @Test
  void a_row_is_read_without_what_is_said_of_the_whole_batch() {
    assertThat(
            Batch.withoutBatch(
                List.of("--batch", "t.csv", "--master=local[2]", "--spark-conf", "a=b", "--retry-failed", "--attempts", "3", "--size", "256")))
        .containsExactly("--size", "256");
  }
}
