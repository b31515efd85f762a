package dev.keylight.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each cheap metric on known cases: perfect where nothing is wrong, and the right way where something is. */
class CheapMetricsTest {
  private static List<Mat> clip;
  private static Map<String, Double> perfect;
  private static final SphericalHarmonics ASKED = Scene.light(Scene.LIGHT);

  @BeforeAll
  static void render() {
    clip = Scene.frames(Scene.clip());
    perfect = scores(clip);
  }

  private static Map<String, Double> scores(List<Mat> result) {
    return Scene.scores(CheapMetrics.all(), result, clip, ASKED);
  }

  private static Map<String, Double> scores(UnaryOperator<Mat> change) {
    return scores(Scene.changed(clip, change));
  }

  @Test
  void ids_are_unique_and_everything_is_explained() {
    List<MetricInfo> all = CheapMetrics.all().stream().map(Metric::info).toList();
    assertThat(all).extracting(MetricInfo::id).doesNotHaveDuplicates();
    assertThat(all).allSatisfy(info -> assertThat(info.meaning()).isNotBlank());
  }

  @Test
  void a_result_that_equals_its_source_and_guide_is_perfect() {
    for (String zero : List.of("background", "background-smooth", "matte-edge", "AKD", "AKD-motion", "AED-mesh", "length-error")) {
      assertThat(perfect.get(zero)).as(zero).isZero();
    }
    for (String one : List.of("sharpness-kept", "lips-r", "lips-amplitude", "SSIM", "faces")) {
      assertThat(perfect.get(one)).as(one).isCloseTo(1, within(1e-6));
    }
    assertThat(perfect.get("eyelids-r")).as("nobody blinks in half a second").isNaN();
    assertThat(perfect.get("POSE")).isCloseTo(0, within(0.05));
    assertThat(perfect.get("POSE-motion")).isCloseTo(0, within(0.05));
    assertThat(perfect.get("PSNR")).isEqualTo(Fidelity.IDENTICAL_PSNR);
  }

  /** What does not move cannot be followed, however well or badly: the tracker's unrest would be all that is compared. */
  @Test
  void lips_and_lids_of_a_guide_at_rest_are_not_scored() {
    Map<String, Double> resting = Scene.scores(CheapMetrics.all(), clip, Spoiled.frozen(clip), ASKED);
    assertThat(resting.get("lips-r")).isNaN();
    assertThat(resting.get("lips-amplitude")).isNaN();
    assertThat(resting.get("eyelids-r")).isNaN();
    assertThat(resting.get("AED-mesh")).isPositive();
  }

  @Test
  void the_light_that_was_asked_for_is_nearer_than_another() {
    Map<String, Double> other = scores(Scene.frames(Scene.clipInOtherLight()));
    assertThat(perfect.get(LightError.UNIT)).isLessThan(0.6 * other.get(LightError.UNIT));
    assertThat(perfect.get(LightError.LUMA)).isLessThan(0.6 * other.get(LightError.LUMA));
    assertThat(other.get("AKD-motion")).as("light moves nothing").isLessThan(0.045);
  }

  @Test
  void a_face_lit_exactly_as_asked_has_no_light_error() {
    try (Viewer viewer = new Viewer(true);
        Sight sight = viewer.look(Frame.still(clip.get(0).clone()))) {
      Moment moment = new Moment(0, true, sight, null, null, false, null, null, sight.light(), null);
      for (LightError metric : List.of(LightError.unit(), LightError.luma(), LightError.plain())) {
        assertThat(metric.measure(moment)).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.7, 1.4})
  void gamma_changes_background_and_fidelity(double gamma) {
    Map<String, Double> changed = scores(frame -> Spoiled.gamma(frame, gamma));
    assertThat(changed.get("background")).isGreaterThan(5);
    assertThat(changed.get("background-smooth")).isGreaterThan(5);
    assertThat(changed.get("PSNR")).isLessThan(30);
    assertThat(changed.get("SSIM")).isLessThan(0.99);
  }

  @Test
  void noise_is_sharper_than_detail_and_smoothing_takes_it_out_of_the_background() {
    Map<String, Double> noisy = scores(frame -> Spoiled.noisy(frame, 8));
    assertThat(noisy.get("sharpness-kept")).isGreaterThan(1.2);
    assertThat(noisy.get("background")).isGreaterThan(4);
    assertThat(noisy.get("background-smooth")).isLessThan(1.5);
  }

  @Test
  void blur_costs_sharpness_and_brightness_does_not() {
    Map<String, Double> blurred = scores(frame -> Spoiled.blurred(frame, 2));
    assertThat(blurred.get("sharpness-kept")).isLessThan(0.7);
    assertThat(blurred.get("sharpness")).isLessThan(perfect.get("sharpness"));
    assertThat(scores(frame -> Spoiled.brighter(frame, 12)).get("sharpness-kept")).isBetween(0.85, 1.1);
  }

  @Test
  void worse_jpeg_is_further_from_the_truth() {
    Map<String, Double> good = scores(frame -> Spoiled.jpeg(frame, 90));
    Map<String, Double> bad = scores(frame -> Spoiled.jpeg(frame, 10));
    assertThat(good.get("PSNR")).isGreaterThan(bad.get("PSNR") + 3);
    assertThat(good.get("SSIM")).isGreaterThan(bad.get("SSIM") + 0.02);
  }

  @Test
  void a_shift_costs_fidelity_but_no_motion() {
    Map<String, Double> near = scores(frame -> Spoiled.shifted(frame, 1));
    assertThat(near.get("PSNR")).isLessThan(45);
    assertThat(near.get("AKD")).isBetween(0.003, 0.05);
    assertThat(near.get("AKD-motion")).isLessThan(0.012);
    Map<String, Double> far = scores(frame -> Spoiled.shifted(frame, 20));
    assertThat(far.get("AKD")).isGreaterThan(5 * near.get("AKD"));
    assertThat(far.get("matte-edge")).isGreaterThan(0.1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reversed_and_frozen_clips_do_not_follow_the_guide(boolean frozen) {
    Map<String, Double> wrong = scores(frozen ? Spoiled.frozen(clip) : Spoiled.reversed(clip));
    assertThat(wrong.get("AKD-motion")).isGreaterThan(0.01);
    assertThat(wrong.get("AED-mesh")).isGreaterThan(0.3);
    assertThat(wrong.get("lips-r")).isLessThan(0.7);
    assertThat(wrong.get("POSE-motion")).isGreaterThan(0.2);
    if (frozen) {
      assertThat(wrong.get("lips-amplitude")).isLessThan(0.5);
      assertThat(wrong.get("flicker")).isZero();
      assertThat(wrong.get("warp-error")).isZero();
    } else {
      assertThat(wrong.get("flicker")).isCloseTo(perfect.get("flicker"), within(1e-9));
    }
  }

  @Test
  void flicker_is_told_from_motion() {
    Map<String, Double> flickering = scores(Spoiled.flickering(clip, 8));
    List<Mat> panning = new ArrayList<>();
    for (int i = 0; i < clip.size(); i++) {
      panning.add(Spoiled.shifted(clip.get(i), 3 * i));
    }
    Map<String, Double> moving = scores(panning);
    assertThat(moving.get("flicker")).isGreaterThan(3);
    assertThat(moving.get("warp-error")).isLessThan(0.5 * moving.get("flicker"));
    assertThat(flickering.get("warp-error")).isGreaterThan(perfect.get("warp-error") + 3);
    assertThat(flickering.get("flicker")).isGreaterThan(perfect.get("flicker") + 3);
  }

  @Test
  void another_head_pose_is_an_angle() {
    Map<String, Double> slanted = scores(frame -> Spoiled.affine(frame, 0.8, 0.2, 0));
    assertThat(slanted.get("POSE")).isGreaterThan(2);
    assertThat(slanted.get("POSE-motion")).isLessThan(1.5);
  }

  @Test
  void jumps_at_tile_borders_show_as_seams() {
    // Tiles of 6 frames that share 3: borders before the frames 3, 5, 6, 8 …
    assertThat(IntStream.range(0, 9).filter(i -> SeamRatio.border(i, 6, 3))).containsExactly(3, 5, 6, 8);
    List<Mat> stepped = new ArrayList<>();
    double level = 0;
    for (int i = 0; i < clip.size(); i++) {
      level += SeamRatio.border(i, 6, 3) ? 6 : 0;
      stepped.add(Spoiled.brighter(clip.get(i), -level));
    }
    assertThat(perfect.get("seam-ratio")).isBetween(0.5, 2.0);
    assertThat(scores(stepped).get("seam-ratio")).isGreaterThan(3);
  }

  @Test
  void an_empty_picture_has_no_face_and_is_said_to_have_none() {
    Map<String, Double> empty = scores(frame -> Spoiled.brighter(frame, -255));
    assertThat(empty.get("faces")).isZero();
    assertThat(List.of("AKD", "background", LightError.UNIT, "matte-edge", "sharpness-kept"))
        .allSatisfy(metric -> assertThat(empty.get(metric)).as(metric).isNaN());
  }
}
