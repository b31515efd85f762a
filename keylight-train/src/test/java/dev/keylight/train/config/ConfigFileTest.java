package dev.keylight.train.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.train.lcvd.LcvdConfig;
import dev.keylight.train.tiny.TinyConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  @TempDir private Path folder;

  private Path yaml(String text) throws IOException {
    return Files.writeString(folder.resolve("run.yaml"), text);
  }

  @Test
  void what_is_said_counts_and_the_rest_is_default() throws IOException {
    LcvdConfig config = ConfigFile.read(yaml("steps: 7\nnoise:\n  mean: 1.5\ndropping: PAPER\n"), LcvdConfig.defaults());
    assertThat(config.steps()).isEqualTo(7);
    assertThat(config.noise().mean()).isEqualTo(1.5);
    assertThat(config.noise().deviation()).isEqualTo(1.6);
    assertThat(config.accumulate()).isEqualTo(8);
  }

  @Test
  void what_is_printed_reads_back() throws IOException {
    TinyConfig defaults = TinyConfig.defaults();
    assertThat(ConfigFile.read(yaml(ConfigFile.text(defaults)), defaults)).isEqualTo(defaults);
    assertThat(ConfigFile.model(folder.resolve("run.yaml"))).isEqualTo("lcvd-tiny");
  }

  @Test
  void an_empty_file_is_all_defaults() throws IOException {
    assertThat(ConfigFile.read(yaml(""), LcvdConfig.defaults())).isEqualTo(LcvdConfig.defaults());
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "learningrate: 1e-4|learningrate",
    "noise: {median: 1}|noise.median",
    "noise: 3|noise",
    "steps: many|many",
    "dropping: SOMETIMES|SOMETIMES",
    "- a list|keys were expected"
  })
  void what_is_misspelt_is_refused(String text, String named) throws IOException {
    Path file = yaml(text);
    assertThatThrownBy(() -> ConfigFile.read(file, LcvdConfig.defaults())).isInstanceOf(BadInputException.class)
        .hasMessageContaining("run.yaml").hasMessageContaining(named);
  }
}
