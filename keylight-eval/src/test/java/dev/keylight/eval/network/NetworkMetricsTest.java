package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.metric.Spoiled;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each metric with a network on known cases. */
class NetworkMetricsTest {
  private static final int FRAMES = 8;
  private static List<Mat> clip;
  private static List<Metric> metrics;
  private static Map<String, Double> perfect;

  @BeforeAll
  static void open() {
    clip = Scene.frames(Scene.clip()).subList(0, FRAMES);
    DlibDescriptor descriptor = new DlibDescriptor();
    PerceptualDistance.Perceiver perceiver = new PerceptualDistance.Perceiver();
    metrics =
        List.of(
            Identity.cosine(descriptor), Identity.distance(descriptor), PerceptualDistance.adjacent(perceiver),
            PerceptualDistance.toTruth(perceiver), new Brisque(), new Niqe());
    perfect = scores(clip);
  }

  @AfterAll
  static void close() {
    metrics.forEach(Metric::close);
  }

  private static Map<String, Double> scores(List<Mat> result) {
    return Scene.scores(metrics, result, clip, null);
  }

  private static Map<String, Double> scores(UnaryOperator<Mat> change) {
    return scores(Scene.changed(clip, change));
  }

  @Test
  void the_same_clip_is_perfect() {
    assertThat(perfect.get("ID-dlib128")).isCloseTo(1, within(1e-6));
    assertThat(perfect.get("ID-dlib128-L2")).isCloseTo(0, within(1e-6));
    assertThat(perfect.get("ST-LPIPS-alex-truth")).isZero();
    assertThat(scores(Spoiled.frozen(clip)).get("ST-LPIPS-alex")).isZero();
  }

  @Test
  void another_face_is_further_away_than_the_same_one_blurred_or_in_another_light() {
    double other = scores(frame -> Spoiled.affine(frame, 0.62, 0.12, 0)).get("ID-dlib128-L2");
    assertThat(scores(frame -> Spoiled.blurred(frame, 0.7)).get("ID-dlib128-L2")).isLessThan(0.7 * other);
    assertThat(scores(frame -> Spoiled.gamma(frame, 0.9)).get("ID-dlib128-L2")).isLessThan(0.7 * other);
    assertThat(scores(frame -> Spoiled.affine(frame, 0.62, 0.12, 0)).get("ID-dlib128")).isLessThan(perfect.get("ID-dlib128") - 0.015);
  }

  @Test
  void perceptual_distance_minds_blur_and_jpeg_and_hardly_a_shift() {
    double shifted = scores(frame -> Spoiled.shifted(frame, 1)).get("ST-LPIPS-alex-truth");
    double blurred = scores(frame -> Spoiled.blurred(frame, 3)).get("ST-LPIPS-alex-truth");
    double jpeg = scores(frame -> Spoiled.jpeg(frame, 8)).get("ST-LPIPS-alex-truth");
    assertThat(shifted).isBetween(1e-5, 0.02);
    assertThat(blurred).isGreaterThan(5 * shifted);
    assertThat(jpeg).isGreaterThan(2 * shifted);
    assertThat(scores(frame -> Spoiled.blurred(frame, 6)).get("ST-LPIPS-alex-truth")).isGreaterThan(blurred);
  }

  @Test
  void flicker_and_blur_are_seen_without_a_reference() {
    assertThat(scores(Spoiled.flickering(clip, 40)).get("ST-LPIPS-alex")).isGreaterThan(perfect.get("ST-LPIPS-alex"));
    Map<String, Double> noisy = scores(frame -> Spoiled.noisy(frame, 25));
    assertThat(noisy.get("NIQE")).isGreaterThan(perfect.get("NIQE"));
    assertThat(scores(frame -> Spoiled.blurred(frame, 3)).get("BRISQUE")).isGreaterThan(perfect.get("BRISQUE") + 5);
  }

  @Test
  void a_face_that_is_not_there_has_no_identity() {
    assertThat(scores(frame -> Spoiled.brighter(frame, -255)).get("ID-dlib128")).isNaN();
  }

  @Test
  void every_row_says_which_weights_it_used() {
    List<MetricInfo> infos = MetricSuite.SHIPPED.infos();
    assertThat(infos).extracting(MetricInfo::id).doesNotHaveDuplicates().contains("ID-dlib128", "NIQE", "LE-mesh");
    assertThat(infos).filteredOn(info -> info.id().startsWith("ID-")).allSatisfy(info -> assertThat(info.weights()).contains("dlib"));
    assertThat(MetricSuite.CHEAP.infos()).hasSizeLessThan(infos.size());
  }
}
