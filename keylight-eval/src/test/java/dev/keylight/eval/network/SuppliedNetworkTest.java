package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.score.Features;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.eval.score.SetScores;
import dev.keylight.eval.score.Trial;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks as users supply them, with tiny ones in their place (tools/eval_network_fixtures.py). */
class SuppliedNetworkTest {
  private static final Trial TRIAL =
      Trial.of("warp", "a", Footage.of(Scene.clip())).withSource(Footage.of(Scene.clipInOtherLight()));

  @TempDir Path folder;

  private Path network(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream stream = SuppliedNetworkTest.class.getResourceAsStream(name)) {
      Files.write(file, stream.readAllBytes());
    }
    return file;
  }

  private static Scorer.Scored score(Map<SuppliedNetwork, Path> networks) {
    return score(networks, 4);
  }

  private static Scorer.Scored score(Map<SuppliedNetwork, Path> networks, int frames) {
    try (Scorer scorer = new MetricSuite(false, networks).open(new ScoringOptions(frames, 2))) {
      return scorer.score(TRIAL, Progress.NONE);
    }
  }

  @Test
  void metrics_on_them_have_the_papers_names_and_say_which_file() throws IOException {
    Scorer.Scored scored =
        score(Map.of(SuppliedNetwork.ARCFACE, network("means.pt"), SuppliedNetwork.LPIPS, network("distance.pt"), SuppliedNetwork.IQA, network("means.pt")));
    assertThat(scored.card().value("ID")).isBetween(0.0, 1.0);
    assertThat(scored.card().value("LPIPS")).isBetween(0.0, 0.2);
    assertThat(scored.card().value("IQ")).isBetween(0.05, 0.95);
    assertThat(scored.card().provenance().metrics().get("LPIPS")).startsWith("distance.pt (sha256 ");
  }

  @Test
  void arcface_may_be_onnx_and_gives_what_torchscript_gives() throws IOException {
    double script = score(Map.of(SuppliedNetwork.ARCFACE, network("means.pt"))).card().value("ID");
    ScoreCard card = score(Map.of(SuppliedNetwork.ARCFACE, network("means.onnx"))).card();
    assertThat(card.value("ID")).isCloseTo(script, within(1e-4));
    assertThat(card.provenance().metrics().get("ID")).startsWith("means.onnx (sha256 ");
  }

  @Test
  void the_same_person_has_cosine_one_with_arcface() throws IOException {
    try (Scorer scorer = new MetricSuite(false, Map.of(SuppliedNetwork.ARCFACE, network("means.onnx"))).open(new ScoringOptions(2, 1))) {
      ScoreCard card = scorer.score(TRIAL.by("same", Footage.of(Scene.clipInOtherLight())), Progress.NONE).card();
      assertThat(card.value("ID")).isCloseTo(1, within(1e-5));
      assertThat(card.value("ID")).isGreaterThan(score(Map.of(SuppliedNetwork.ARCFACE, network("means.onnx"))).card().value("ID"));
    }
  }

  @Test
  void video_networks_look_at_windows_of_frames_and_a_clip_too_short_has_no_features() throws IOException {
    Map<SuppliedNetwork, Path> video = Map.of(SuppliedNetwork.I3D, network("means.pt"), SuppliedNetwork.VQA, network("quality.pt"));
    Scorer.Scored scored = score(video, 1000);
    assertThat(Scene.FRAMES).as("frames of the scene").isLessThan(16);
    assertThat(scored.features().get(0).result()).isEmpty();
    assertThat(scored.card().value("VQ")).as("a short video is repeated, as published").isBetween(0.05, 0.95);
    Trial longer = Trial.of("warp", "long", Footage.of(Scene.repeated(folder.resolve("long.mp4"), 34)))
        .withSource(Footage.of(Scene.repeated(folder.resolve("source.mp4"), 34)));
    try (Scorer scorer = new MetricSuite(false, video).open(new ScoringOptions(1000, 2))) {
      Scorer.Scored whole = scorer.score(longer, Progress.NONE);
      assertThat(whole.features().get(0).result()).hasDimensions(2, 3);
      assertThat(whole.card().value("VQ")).isBetween(0.05, 0.95);
      assertThat(SetScores.of(whole.features())).containsOnlyKeys("FVD", "KVD");
    }
  }

  @Test
  void a_picture_has_no_distance_from_itself() throws IOException {
    try (TorchScript network = new TorchScript(network("distance.pt"))) {
      float[] picture = {0.1f, 0.2f, 0.3f};
      assertThat(network.run(new long[] {1, 3, 1, 1}, picture, picture)[0]).isZero();
      assertThat(network.run(new long[] {1, 3, 1, 1}, picture, new float[3])[0]).isCloseTo(0.2f, within(1e-6f));
    }
  }

  @Test
  void distances_of_sets_have_the_papers_names_on_the_papers_networks() throws IOException {
    List<Features> features = score(Map.of(SuppliedNetwork.INCEPTION, network("means.pt"))).features();
    assertThat(features.get(0).result()).hasDimensions(2, 3);
    assertThat(features.get(0).result()[0][0]).isBetween(20f, 235f);
    assertThat(SetScores.of(features)).containsOnlyKeys("FID", "KID");
    assertThat(SetScores.infos(features)).allSatisfy(info -> assertThat(info.weights()).startsWith("means.pt"));
  }

  @Test
  void what_is_no_network_or_takes_something_else_is_said() throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "no network");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.IQA, text))).isInstanceOf(BadInputException.class).hasMessageContaining("text.pt");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.IQA, folder.resolve("none.pt")))).isInstanceOf(BadInputException.class).hasMessageContaining("none.pt");
    Path pair = network("distance.pt");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.IQA, pair))).isInstanceOf(BadInputException.class).hasMessageContaining("does not take");
    Path onnx = Files.writeString(folder.resolve("text.onnx"), "no network");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.ARCFACE, onnx))).isInstanceOf(BadInputException.class).hasMessageContaining("text.onnx");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.IQA, folder.resolve("none.onnx")))).isInstanceOf(BadInputException.class).hasMessageContaining("none.onnx");
    Path three = network("means.pt");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.VQA, three))).isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("means.pt", "gives 3 numbers", "docs/evaluation.md");
    Path means = network("means.onnx");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.LPIPS, means))).isInstanceOf(BadInputException.class).hasMessageContaining("TorchScript only");
    assertThatThrownBy(() -> score(Map.of(SuppliedNetwork.DECA, means))).isInstanceOf(BadInputException.class).hasMessageContaining("means.onnx");
    assertThatThrownBy(() -> SuppliedNetwork.named("vgg")).isInstanceOf(BadInputException.class).hasMessageContaining("arcface");
  }
}
