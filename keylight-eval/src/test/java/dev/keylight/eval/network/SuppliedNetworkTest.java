package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.score.Features;
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

/** Networks as users supply them, with tiny ones in their place (tools/eval_torchscript_fixtures.py). */
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
    try (Scorer scorer = new MetricSuite(false, networks).open(new ScoringOptions(4, 2))) {
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
    assertThatThrownBy(() -> SuppliedNetwork.named("vgg")).isInstanceOf(BadInputException.class).hasMessageContaining("arcface");
  }
}
