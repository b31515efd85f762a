package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.Background;
import dev.keylight.BadInputException;
import dev.keylight.LightOptions;
import dev.keylight.MotionOptions;
import dev.keylight.OutputOptions;
import dev.keylight.RenderOptions;
import dev.keylight.media.Rational;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.Retargeting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProvenanceTest {
  private static final RenderOptions UNUSUAL =
      new RenderOptions(
          new MotionOptions(
              Alignment.DRIVER_CAMERA, DriverProfile.Base.FIRST, Retargeting.DEFAULT.withLimits(Retargeting.Limits.NONE), 2),
          new LightOptions(1.5f, -0.5f, false),
          new OutputOptions(720, 80, new Rational(30000, 1001), 3, false, true, true, Background.of("#102030"), true),
          "warp", 1, 42);

  @TempDir Path folder;

  private static Provenance provenance(Map<String, String> said, RenderOptions options) {
    return Provenance.of("animate", said, new Shading(false, null), options);
  }

  @Test
  void every_option_survives_the_sidecar() {
    Path result = folder.resolve("out.mp4");
    Provenance written = provenance(Map.of("light", "rembrandt"), UNUSUAL);
    written.writeSidecar(result, Map.of("frames", 3));
    assertThat(Provenance.read(Provenance.sidecarOf(result))).isEqualTo(written);
  }

  @Test
  void settings_change_with_options_and_with_the_contents_of_files() throws IOException {
    Path photo = Files.writeString(folder.resolve("photo.jpg"), "one");
    Map<String, String> said = Map.of("light", photo.toString());
    String settings = provenance(said, UNUSUAL).settings();
    assertThat(provenance(said, UNUSUAL).settings()).isEqualTo(settings);
    assertThat(provenance(said, UNUSUAL.withSeed(43)).settings()).isNotEqualTo(settings);
    Files.writeString(photo, "two");
    assertThat(provenance(said, UNUSUAL).settings()).isNotEqualTo(settings);
  }

  @Test
  void the_tags_of_the_file_do_not_tell_its_folder() throws IOException {
    Path photo = Files.writeString(folder.resolve("photo.jpg"), "one");
    Map<String, String> tags = provenance(Map.of("light", photo.toString()), UNUSUAL).metadata();
    assertThat(tags.get("comment")).startsWith("AI-generated");
    assertThat(tags.get("description")).contains("photo.jpg").doesNotContain(folder.toString());
  }

  @Test
  void what_is_no_sidecar_is_told_in_a_sentence() throws IOException {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"frames\": 3}");
    assertThatThrownBy(() -> Provenance.read(other)).isInstanceOf(BadInputException.class).hasMessageContaining("other.json");
    Path text = Files.writeString(folder.resolve("text.json"), "dear reader");
    assertThatThrownBy(() -> Provenance.read(text)).isInstanceOf(BadInputException.class).hasMessageContaining("text.json");
  }
}
