package dev.keylight.eval.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.CheapMetrics;
import dev.keylight.eval.metric.FeatureExtractor;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.metric.Sight;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntPredicate;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole clips from files, and what happens when they do not fit together. */
class ScorerTest {
  private static final ScoringOptions SHORT = new ScoringOptions(5, 2);

  @TempDir Path folder;

  private static ScoreCard score(Trial trial, ScoringOptions options) {
    try (Scorer scorer = new Scorer(CheapMetrics.all(), options)) {
      return scorer.score(trial, Progress.NONE).card();
    }
  }

  private static Trial relit() {
    return Trial.of("warp", "a", Footage.of(Scene.clip())).withSource(Footage.of(Scene.clipInOtherLight())).withLight(Scene.LIGHT);
  }

  /** A copy of the clip in which frames are changed, dropped (null) or kept. */
  private Path copy(String name, IntPredicate keep, IntPredicate black, int width, int height) {
    Path file = folder.resolve(name);
    try (FrameSource source = Media.open(Scene.clip());
        FrameSink sink = Media.create(file, Output.like(source.info()))) {
      int number = 0;
      for (Frame frame = source.next(); frame != null; frame = source.next(), number++) {
        Frame original = frame;
        try (original; Mat sized = new Mat(); Size size = new Size(width, height)) {
          opencv_imgproc.resize(original.pixels(), sized, size);
          if (black.test(number)) {
            sized.put(Scalar.all(0));
          }
          if (keep.test(number)) {
            try (Frame copy = Frame.of(sized.clone(), original.presentationTime(), original.timeBase())) {
              sink.write(copy);
            }
          }
        }
      }
      sink.finish();
    }
    return file;
  }

  private Path copy(String name, IntPredicate keep, IntPredicate black) {
    return copy(name, keep, black, 256, 256);
  }

  @Test
  void a_card_has_scores_series_provenance_and_says_what_it_left_out() {
    ScoreCard card = score(relit(), SHORT);
    assertThat(card.frames()).isEqualTo(5);
    assertThat(card.scores().keySet()).contains("LE-mesh", "background", "matte-edge", "flicker", "AKD", "faces").doesNotContain("PSNR");
    assertThat(card.scores().get("LE-mesh").measured()).isEqualTo(3);
    assertThat(card.series().get("LE-mesh")).hasSize(5).satisfies(values -> assertThat(values.get(1)).isNull());
    assertThat(card.notes()).anyMatch(note -> note.contains("true video"));
    ScoreCard.Seen result = card.provenance().inputs().get("result");
    assertThat(result.sha256()).hasSize(64);
    assertThat(result.made()).contains("engine warp");
    assertThat(result.said()).doesNotContain("/");
    assertThat(card.provenance().metrics().get("LE-mesh")).contains("face mesh");
  }

  @Test
  void the_same_trial_gives_the_same_card() {
    assertThat(score(relit(), SHORT)).isEqualTo(score(relit(), SHORT));
  }

  @Test
  void settings_tell_what_decides_the_numbers() {
    assertThat(score(relit(), SHORT).provenance().settings())
        .isNotEqualTo(score(relit().withLight(Scene.OTHER_LIGHT), SHORT).provenance().settings())
        .isNotEqualTo(score(relit(), new ScoringOptions(4, 2)).provenance().settings());
  }

  @Test
  void a_shorter_result_is_scored_as_far_as_it_goes() {
    Path half = copy("short.mp4", number -> number < 6, number -> false);
    ScoreCard card = score(relit().by("half", Footage.of(half)), ScoringOptions.PUBLISHED);
    assertThat(card.frames()).isEqualTo(6);
    assertThat(card.notes()).anyMatch(note -> note.contains("ends after 6 frames"));
    assertThat(card.value("length-error")).isGreaterThan(0.2);
  }

  @Test
  void a_shorter_guide_ends_the_scoring() {
    Path half = copy("driver.mp4", number -> number < 4, number -> false);
    ScoreCard card = score(relit().withDriver(Footage.of(half)), ScoringOptions.PUBLISHED);
    assertThat(card.frames()).isEqualTo(4);
    assertThat(card.notes()).anyMatch(note -> note.startsWith("driver.mp4 ends after 4 frames"));
  }

  @Test
  void frames_without_a_face_are_counted_named_and_left_out() {
    Path gaps = copy("gaps.mp4", number -> true, number -> number == 2 || number == 3);
    ScoreCard card = score(relit().by("gaps", Footage.of(gaps)), SHORT);
    assertThat(card.framesWithoutFace()).containsExactly(2, 3);
    assertThat(card.value("faces")).isEqualTo(0.6);
    assertThat(card.scores().get("AKD").measured()).isEqualTo(3);
    assertThat(card.notes()).anyMatch(note -> note.contains("no face was found in 2 of 5 frames"));
  }

  @Test
  void another_size_of_the_same_shape_is_compared_and_another_shape_is_not() {
    Path small = copy("small.mp4", number -> true, number -> false, 160, 160);
    ScoreCard same = score(relit().by("small", Footage.of(small)), SHORT);
    assertThat(same.value("background")).isLessThan(12);
    assertThat(same.value("sharpness-kept")).as("detail of a copy with half the pixels").isLessThan(1);
    Path wide = copy("wide.mp4", number -> true, number -> false, 320, 180);
    ScoreCard other = score(relit().by("wide", Footage.of(wide)).withTruth(Footage.of(Scene.clip())), SHORT);
    assertThat(other.value("background")).isNaN();
    assertThat(other.value("PSNR")).isNaN();
    assertThat(other.notes()).anyMatch(note -> note.contains("different shapes")).anyMatch(note -> note.contains("true video has another shape"));
  }

  @Test
  void a_still_is_scored_once() {
    ScoreCard card = score(Trial.of("unlit", "a", Footage.of(Scene.portrait())).withSource(Footage.of(Scene.portrait())).withLight(Scene.LIGHT), SHORT);
    assertThat(card.frames()).isEqualTo(1);
    assertThat(card.value("background")).isZero();
    assertThat(card.value("flicker")).isNaN();
  }

  @Test
  void part_of_the_picture_and_later_frames_can_be_meant() {
    Footage part = Footage.parse(Scene.clip() + "@0:128+3");
    assertThat(part).isEqualTo(new Footage(Scene.clip(), 0, 128, 3));
    assertThat(Footage.parse(part.toString())).isEqualTo(part);
    ScoreCard card = score(Trial.of("part", "a", part), ScoringOptions.PUBLISHED);
    assertThat(card.frames()).isEqualTo(Scene.FRAMES - 3);
  }

  @Test
  void what_cannot_be_used_is_said_in_one_sentence() throws IOException {
    assertThatThrownBy(() -> score(relit().by("none", Footage.of(folder.resolve("none.mp4"))), SHORT))
        .isInstanceOf(BadInputException.class).hasMessageContaining("none.mp4");
    Path text = Files.writeString(folder.resolve("text.mp4"), "no video");
    assertThatThrownBy(() -> score(relit().by("text", Footage.of(text)), SHORT))
        .isInstanceOf(BadInputException.class).hasMessageContaining("text.mp4");
    assertThatThrownBy(() -> score(relit().by("columns", Footage.parse(Scene.clip() + "@0:9000")), SHORT))
        .isInstanceOf(BadInputException.class).hasMessageContaining("9000");
    assertThatThrownBy(() -> score(relit().by("skipped", Footage.parse(Scene.clip() + "+500")), SHORT))
        .isInstanceOf(BadInputException.class).hasMessageContaining("500");
    assertThatThrownBy(() -> Footage.parse("a.mp4@20:10")).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> score(relit().withLight("nolight"), SHORT)).isInstanceOf(BadInputException.class);
  }

  @Test
  void features_come_with_the_card_and_survive_a_file() {
    FeatureExtractor brightness = new FeatureExtractor() {
      @Override
      public String id() {
        return "brightness";
      }

      @Override
      public String weights() {
        return "none";
      }

      @Override
      public int window() {
        return 2;
      }

      @Override
      public float[] prepare(Sight sight) {
        return new float[] {(float) opencv_core.mean(sight.grey()).get(0)};
      }

      @Override
      public float[] describe(List<float[]> prepared) {
        return new float[] {prepared.get(0)[0], prepared.get(1)[0] - prepared.get(0)[0]};
      }
    };
    try (Scorer scorer = new Scorer(List.of(), List.of(brightness), SHORT)) {
      Features features = scorer.score(relit(), Progress.NONE).features().get(0);
      assertThat(features.result()).hasDimensions(2, 2);
      assertThat(features.real()).hasDimensions(2, 2);
      Path file = folder.resolve("features.bin");
      features.write(file);
      assertThat(Features.read(file)).usingRecursiveComparison().isEqualTo(features);
    }
  }

  @Test
  void damaged_features_are_refused() throws IOException {
    Path file = Files.write(folder.resolve("bad.bin"), new byte[] {0, 1, 'a', 0, 1, 'b', 127, 127, 127, 127, 0, 0, 0, 9});
    assertThatThrownBy(() -> Features.read(file)).isInstanceOf(BadInputException.class).hasMessageContaining("bad.bin");
  }

  @Test
  void a_picture_of_a_trial_shows_the_light_where_it_is_a_photo() {
    Trial trial = Trial.of("ours", "clip", Footage.of(Scene.portrait())).withDriver(Footage.of(Scene.clip()));
    assertThat(trial.withLight(Scene.portrait().toString()).shown().keySet()).containsExactly("ours", "driver", "light");
    assertThat(trial.withLight("rembrandt").shown().keySet()).containsExactly("ours", "driver");
    assertThat(trial.withLight("nowhere.png").shown().keySet()).containsExactly("ours", "driver");
  }
}
