package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class GenerateCommandTest {
  @TempDir Path folder;

  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = KeylightCommand.line();
    line.setErr(new PrintWriter(err, true));
    line.setOut(new PrintWriter(new StringWriter()));
    return line.execute(arguments);
  }

  @Test
  void weightsAreNeeded() {
    assertThat(run("generate", "panels", "-o", "out")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--weights");
  }

  @Test
  void aWeightsFolderThatIsNotThereIsNamed() {
    String missing = folder.resolve("pretrained_weights").toString();
    assertThat(run("generate", folder.toString(), "--weights", missing, "-o", folder.resolve("out").toString()))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(missing).contains("is not there");
  }

  @ParameterizedTest
  @CsvSource({"--guidance,strong", "--guidance,1:2:3", "--overlap,16"})
  void valuesThatMakeNoSenseAreNamed(String option, String value) {
    assertThat(run("generate", folder.toString(), "--weights", folder.toString(), "-o", "out", option, value))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(option).contains(value);
  }
}
