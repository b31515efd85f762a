package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.MediaInfo;
import dev.keylight.shading.FivePanel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What renders leave behind. */
class RenderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Samples samples;
  private Path results;

  @BeforeEach
  void prepare() throws IOException {
    samples = new Samples(folder.resolve("the inputs"));
    results = Files.createDirectory(folder.resolve("the results"));
  }

  private static MediaInfo info(Path file) {
    try (FrameSource source = Media.open(file)) {
      return source.info();
    }
  }

  @Test
  void an_animation_has_the_drivers_frames_and_rate() throws IOException {
    Path out = results.resolve("out.mp4");
    Run run =
        Run.keylight("animate", samples.face(), "--drive", samples.clip("d.mp4", 0, 2, 4, 6, 8), "--light", "split", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(info(out).frameRate()).isEqualTo(Samples.RATE);
    assertThat(info(out).frameCount()).isEqualTo(5);
    assertThat(info(out).width()).isEqualTo(256);
  }

  /** The sample portrait laughs, so every frame of a clip of it shows teeth. */
  @Test
  void a_video_as_portrait_lends_its_best_frame_and_its_mouth() {
    Path out = results.resolve("out.mp4");
    Path reference = samples.clip("r.mp4", 0, 2, 4, 6, 8);
    Run run = Run.keylight("animate", reference, "--drive", samples.clip("d.mp4", 0, 2, 4), "--light", "split", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("r.mp4 is a video; its frame at", "lends it teeth and tongue");
    assertThat(info(out).frameCount()).isEqualTo(3);
  }

  @Test
  void a_relit_clip_keeps_frames_rate_and_size() {
    Path out = results.resolve("out.mp4");
    Run run = Run.keylight("relight", samples.clip("d.mp4", 0, 2, 4, 6, 8), "--light", "split", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(info(out).frameRate()).isEqualTo(Samples.RATE);
    assertThat(info(out).frameCount()).isEqualTo(5);
    assertThat(info(out).height()).isEqualTo(256);
  }

  @Test
  void frame_rate_and_speed_can_be_changed() throws IOException {
    Path out = results.resolve("out.mp4");
    Path driver = samples.clip("d.mp4", 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    Run run =
        Run.keylight("animate", samples.face(), "--drive", driver, "--light", "flat", "--fps", "15", "--speed", "0.5", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(info(out).frameRate().value()).isEqualTo(15);
    assertThat(info(out).frameCount()).isBetween(11L, 13L);
  }

  @Test
  void the_marking_is_in_the_file_and_all_settings_beside_it() throws IOException {
    Path out = results.resolve("out.png");
    Run run = Run.keylight("relight", samples.face(), "--light", "neon", "--exposure", "0.5", "--seed", "7", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    String file = Files.readString(out, StandardCharsets.ISO_8859_1);
    assertThat(file).contains("AI-generated", "compositeWithTrainedAlgorithmicMedia").doesNotContain(folder.toString());
    JsonNode sidecar = JSON.readTree(results.resolve("out.png.json").toFile());
    assertThat(sidecar.get("aiGenerated").asBoolean()).isTrue();
    assertThat(sidecar.get("inputs").get("input").get("sha256").asText()).hasSize(64);
    assertThat(sidecar.get("inputs").get("light").get("said").asText()).isEqualTo("neon");
    assertThat(sidecar.get("options").get("light").get("exposure").asDouble()).isEqualTo(0.5);
    assertThat(sidecar.get("options").get("seed").asLong()).isEqualTo(7);
    assertThat(sidecar.get("engine").get("id").asText()).isNotEmpty();
    assertThat(sidecar.get("output").get("frames").asInt()).isEqualTo(1);
  }

  @Test
  void without_sidecar_the_marking_stays() throws IOException {
    Path out = results.resolve("out.mp4");
    Run run = Run.keylight("relight", samples.face(), "--light", "neon", "--seconds", "0.1", "--no-sidecar", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Samples.listed(results)).containsExactly("out.mp4");
    assertThat(Files.readString(out, StandardCharsets.ISO_8859_1)).contains("AI-generated");
  }

  @Test
  void settings_make_the_same_picture_again() throws IOException {
    Path first = results.resolve("first.png");
    Path again = results.resolve("again.png");
    Path other = results.resolve("other.png");
    assertThat(Run.keylight("relight", samples.face(), "--light", "split", "--exposure", "0.3", "-o", first).code()).isZero();
    Run run = Run.keylight("relight", "--settings", first + ".json", "-o", again);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(first));
    assertThat(Run.keylight("relight", "--settings", first + ".json", "--exposure", "-1", "-o", other).code()).isZero();
    assertThat(Files.readAllBytes(other)).isNotEqualTo(Files.readAllBytes(first));
  }

  @Test
  void machines_are_told_in_json_lines() throws IOException {
    Run run =
        Run.keylight("--json", "relight", samples.face(), "--light", "flat", "--seconds", "0.2", "-o", results.resolve("o.mp4"));
    assertThat(run.code()).isZero();
    List<String> lines = run.out().lines().toList();
    for (String line : lines) {
      assertThat(JSON.readTree(line).get("event").asText()).isIn("progress", "note", "done");
    }
    assertThat(JSON.readTree(lines.get(lines.size() - 1)).get("frames").asInt()).isEqualTo(5);
    Run failed = Run.keylight("relight", "--json", "nobody.png", "--light", "flat", "-o", results.resolve("p.mp4"));
    JsonNode error = JSON.readTree(failed.out());
    assertThat(error.get("event").asText()).isEqualTo("error");
    assertThat(error.get("code").asInt()).isEqualTo(3);
    assertThat(failed.err()).isEmpty();
  }

  @Test
  void a_batch_goes_on_after_a_failure_and_resumes() throws IOException {
    Path table =
        Files.writeString(
            folder.resolve("table.csv"),
            """
            input,light,output,exposure,seconds
            "%1$s",flat,"%2$s/one.mp4",0.5,0.1
            nobody.png,flat,"%2$s/two.mp4",,
            "%1$s",split,"%2$s/three.mp4",,0.1
            """.formatted(samples.face(), results));
    Run first = Run.keylight("relight", "--batch", table);
    assertThat(first.code()).isEqualTo(1);
    assertThat(first.out()).contains("2 rendered, 0 skipped, 1 failed", "row 2 of 3", "nobody.png does not exist");
    assertThat(Samples.listed(results)).containsExactly("one.mp4", "one.mp4.json", "three.mp4", "three.mp4.json");
    Run second = Run.keylight("relight", "--batch", table);
    assertThat(second.out()).contains("0 rendered, 2 skipped, 1 failed");
    Run changed = Run.keylight("relight", "--exposure", "1", "--batch", table);
    assertThat(changed.out()).as("row three has other settings now").contains("1 rendered, 1 skipped, 1 failed");
  }

  @Test
  void a_transparent_background_and_a_coloured_one() throws IOException {
    Path cut = results.resolve("cut.png");
    assertThat(Run.keylight("relight", samples.face(), "--light", "flat", "--alpha", "-o", cut).code()).isZero();
    assertThat(info(cut).hasAlpha()).isTrue();
    Path blue = results.resolve("blue.png");
    assertThat(Run.keylight("relight", samples.face(), "--light", "flat", "--background", "#102040", "-o", blue).code()).isZero();
    int corner = ImageIO.read(blue.toFile()).getRGB(250, 4) & 0xFFFFFF;
    assertThat(corner).isEqualTo(0x102040);
  }

  @Test
  void side_by_side_and_contact_sheet() throws IOException {
    Path out = results.resolve("out.mp4");
    Run run =
        Run.keylight(
            "animate", samples.face(), "--drive", samples.clip("d.mp4", 0, 1, 2), "--light", "flat", "--compare", "--sheet", "-o", out);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(info(out).width()).isEqualTo(4 * 256);
    assertThat(Samples.listed(results)).containsExactly("out.mp4", "out.mp4.json", "out.mp4.sheet.png");
  }

  @Test
  void cancelled_work_leaves_nothing() throws IOException {
    Progress impatient =
        new Progress() {
          private volatile boolean enough;

          @Override
          public void update(long done, long total) {
            enough = done >= 3;
          }

          @Override
          public boolean cancelled() {
            return enough;
          }
        };
    Path face = samples.face();
    assertThatThrownBy(
            () ->
                new Animator()
                    .animate(
                        face, Motion.of("talking"), Light.of("flat"), results.resolve("out.mp4"), RenderOptions.DEFAULT, impatient))
        .isInstanceOf(CancellationException.class);
    assertThat(Samples.listed(results)).isEmpty();
  }

  /** A limit on the size of files fails as a full disk does: in the middle of writing. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_disk_that_fills_up_leaves_nothing() throws IOException, InterruptedException {
    // The first run on a machine unpacks native libraries, which the limit would not let through.
    assertThat(Run.keylight("relight", samples.face(), "--light", "flat", "--seconds", "0.1", "-o", folder.resolve("first.mp4")).code()).isZero();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "bash", "-c", "ulimit -f 16; exec \"$@\"", "bash", java, "-cp", System.getProperty("java.class.path"),
                "dev.keylight.cli.Main", "animate", samples.face().toString(), "--drive", "talking", "--light", "flat", "-o",
                results.resolve("out.mp4").toString())
            .redirectOutput(new File(folder.toFile(), "stdout"))
            .redirectError(new File(folder.toFile(), "stderr"))
            .start();
    try {
      assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(folder.resolve("stderr"));
    assertThat(said.lines().filter(line -> line.startsWith("keylight: "))).as(said).hasSize(1);
    assertThat(said).contains("cannot write", "out.mp4");
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(Samples.listed(results)).isEmpty();
  }

  @Test
  void tracks_shades_and_lights() throws IOException {
    Path clip = samples.clip("d.mp4", 0, 12, 24);
    Path lines = results.resolve("t.jsonl");
    Run track = Run.keylight("track", clip, "-o", lines, "--overlay", results.resolve("t.mp4"));
    assertThat(track.code()).as(track.err()).isZero();
    assertThat(Files.readAllLines(lines)).hasSize(3);
    Path panels = results.resolve("p.mp4");
    assertThat(Run.keylight("shade", samples.face(), "--drive", clip, "--light", "flat", "-o", panels).code()).isZero();
    assertThat(info(panels).frameCount()).as("the portrait itself comes first").isEqualTo(4);
    assertThat(info(panels).width()).isEqualTo(2560);
    assertThat(differencesOfSourceAndDriver(panels))
        .as("the driver is shown, but beside the portrait itself the portrait")
        .satisfiesExactly(
            itself -> assertThat(itself).isLessThan(3), still -> assertThat(still).isLessThan(3),
            moved -> assertThat(moved).isGreaterThan(10), further -> assertThat(further).isGreaterThan(10));
    Run light = Run.keylight("light", samples.face(), "--sphere", results.resolve("ball.png"));
    assertThat(light.code()).as(light.err()).isZero();
    assertThat(JSON.readTree(light.out()).get("sh")).hasSize(9);
    assertThat(info(results.resolve("ball.png")).width()).isEqualTo(1024);
  }

  /** Mean difference of the first and the third panel, frame by frame. */
  private static List<Double> differencesOfSourceAndDriver(Path panels) {
    List<Double> differences = new ArrayList<>();
    try (FrameSource source = Media.open(panels)) {
      for (Frame joined = source.next(); joined != null; joined = source.next()) {
        try (Frame whole = joined;
            Frame portrait = FivePanel.panel(whole, 0);
            Frame driving = FivePanel.panel(whole, 2);
            Mat everywhere = new Mat()) {
          double sum = opencv_core.norm(portrait.pixels(), driving.pixels(), opencv_core.NORM_L1, everywhere);
          differences.add(sum / (3 * FivePanel.SIZE * FivePanel.SIZE));
        }
      }
    }
    return differences;
  }
}
