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
  void facesHaveTheirOwnFilesAndTerms() {
    assertThat(run("weights", "list")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("generic_model.pkl", "deca_model.tar", "u2net_human_seg.pth", "s3fd-619a316812.pth",
        "2DFAN4-cd938726ad.zip", "non-commercial");
    assertThat(run("licenses")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("Published weights", "FLAME head model", "non-commercial");
  }

  @Test
  void decaWithoutItsFilesSaysWhichAreMissing() {
    assertThat(run("shade", "me.png", "--drive", "talk.mp4", "--light", "rembrandt", "--face-model", "deca", "--weights",
        folder.toString(), "-o", folder.resolve("out.mp4").toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(err.toString()).contains("deca_model.tar", "generic_model.pkl", "FLAME_masks.pkl", "keylight weights list");
  }

  @Test
  void checkOfAnEmptyFolderNamesEveryMissingPart() {
    assertThat(run("weights", "check", folder.toString())).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(out.toString()).contains("UNet: not usable").contains("vision tower: not usable");
  }
}
