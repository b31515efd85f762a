package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
  @Test
  void help_names_the_commands_and_the_exit_codes() {
    Run run = Run.keylight("--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("licenses", "Exit codes: 0 done");
  }

  @Test
  void an_unknown_command_is_wrong_usage_told_in_one_sentence() {
    Run run = Run.keylight("animat");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("keylight: ").contains("animat");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void version_is_the_one_of_the_build() {
    Run run = Run.keylight("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("(?s)keylight \\d+\\.\\d+\\.\\d+.*Java .*");
  }

  @Test
  void a_file_whose_name_looks_like_a_mix_can_be_named(@TempDir Path folder) throws IOException {
    String light = Run.keylight("light", "rembrandt").out();
    Path file = Files.writeString(folder.resolve("a+b.json"), light);
    Run run = Run.keylight("light", "@" + file);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(light);
  }

  @Test
  void licences_name_our_own() {
    assertThat(Run.keylight("licenses").out()).contains("Apache License, Version 2.0");
    assertThat(Run.keylight("licenses", "--full").out()).contains("TERMS AND CONDITIONS");
  }
}
