package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
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
  @CsvSource({"--guidance,strong", "--guidance,1:2:3", "--overlap,16", "--guidance-interval,90:0.05",
    "--decisive,early", "--merged-turn,2"})
  void valuesThatMakeNoSenseAreNamed(String option, String value) {
    assertThat(run("generate", folder.toString(), "--weights", folder.toString(), "-o", "out", option, value))
        .isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains(value.split(":")[0]);
  }

  @Test
  void aPartSaidAloneGoesOverThePreset() {
    GenerationOptions options =
        parsed("--preset=fast", "--steps=9", "--guidance-interval=0.1:inf", "--noise=n.safetensors");
    GenerationOptions fast = Preset.FAST.of(GenerationOptions.published());

    assertThat(options.steps()).isEqualTo(9);
    assertThat(options.savings()).isEqualTo(fast.savings().withGuidance(0.1f, Float.POSITIVE_INFINITY));
    assertThat(options.overlap()).isEqualTo(fast.overlap());
    assertThat(options.noise()).hasValue(Path.of("n.safetensors"));
    assertThat(parsed()).isEqualTo(GenerationOptions.published());
  }

  private static GenerationOptions parsed(String... options) {
    SamplingMixin parts = new SamplingMixin();
    new CommandLine(parts).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
    return parts.options();
  }
}
