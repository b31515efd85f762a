package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WeightsCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = KeylightCommand.line();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void listSaysWhatGoesWhereAndUnderWhichTerms() {
    assertThat(run("weights", "list", folder.toString())).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("missing  relipa/unet.pth").contains("stabilityai/stable-video-diffusion-img2vid-xt")
        .contains("licence");
  }

  @Test
  void checkOfAnEmptyFolderNamesEveryMissingPart() {
    assertThat(run("weights", "check", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).contains("UNet: not usable").contains("vision tower: not usable");
  }
}
