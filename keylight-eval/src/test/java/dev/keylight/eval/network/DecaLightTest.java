package dev.keylight.eval.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.Scene;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.eval.score.Trial;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.DecaEncoder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LE by DECA's encoder at its published width, with random weights in place of the licensed ones. */
class DecaLightTest {
  private static final float AMBIENT = 1.5f;

  @TempDir static Path folder;

  private static Path weights;

  @BeforeAll
  static void write() {
    weights = folder.resolve("deca_model.safetensors");
    DeclaredParameters declared = new DeclaredParameters();
    new DecaEncoder(declared, DecaCode.LENGTH);
    try (PointerScope scope = new PointerScope()) {
      torch.manual_seed(3);
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      declared.shapes().forEach((name, shape) -> tensors.put(DecaEncoder.PART + "." + name, weight(name, shape)));
      SafetensorsWriter.write(weights, tensors);
    }
  }

  /** Activations keep about their size; the light is an even one, changed a little by what is seen. */
  private static Tensor weight(String name, long[] shape) {
    if (shape.length > 1) {
      double inputs = 1;
      for (int i = 1; i < shape.length; i++) {
        inputs *= shape[i];
      }
      return torch.randn(shape).mul(new Scalar(Math.sqrt((name.equals("layers.2.weight") ? .01 : 2) / inputs)));
    }
    if (name.equals("layers.2.bias")) {
      float[] bias = new float[DecaCode.LENGTH];
      for (int c = 0; c < 3; c++) {
        bias[DecaCode.LENGTH - 27 + c] = AMBIENT;
      }
      return Tensor.create(bias, shape);
    }
    return name.endsWith(".weight") || name.endsWith("running_var") ? torch.ones(shape) : torch.zeros(shape);
  }

  private static ScoreCard score(Path result, String light) {
    try (Scorer scorer = new MetricSuite(false, Map.of(SuppliedNetwork.DECA, weights)).open(new ScoringOptions(3, 2))) {
      return scorer.score(Trial.of("warp", "a", Footage.of(result)).withLight(light), Progress.NONE).card();
    }
  }

  @Test
  void a_face_in_the_light_of_its_own_photo_has_no_error_and_another_picture_has_some() {
    ScoreCard same = score(Scene.portrait(), Scene.portrait().toString());
    assertThat(same.value("LE")).isCloseTo(0, within(1e-5));
    assertThat(same.value("LE-L2")).isCloseTo(0, within(1e-5));
    assertThat(score(Scene.clip(), Scene.portrait().toString()).value("LE")).isBetween(1e-3, 1.0);
  }

  @Test
  void named_lights_are_compared_by_their_own_numbers_and_followed_ones_as_deca_sees_them() {
    assertThat(score(Scene.clip(), "ambient").value("LE")).isLessThan(score(Scene.clip(), "split-right").value("LE"));
    ScoreCard followed = score(Scene.clip(), "follow:" + Scene.clip());
    assertThat(followed.value("LE")).as("averaged over time, so not exactly itself").isLessThan(0.2);
  }

  @Test
  void the_card_names_the_weights_and_the_built_in_fit_stays_beside_it() {
    ScoreCard card = score(Scene.clip(), "ambient");
    assertThat(card.provenance().metrics().get("LE")).startsWith("DECA, deca_model.safetensors (sha256 ");
    assertThat(card.scores().keySet()).contains("LE", "LE-L2", "LE-mesh");
    assertThat(card.scores().get("LE").measured()).isEqualTo(2);
    assertThat(card.series().get("LE")).hasSize(3);
  }

  @Test
  void what_is_not_decas_is_refused() {
    assertThatThrownBy(() -> new DecaLight(Scene.portrait())).isInstanceOf(BadInputException.class).hasMessageContaining("portrait");
    assertThatThrownBy(() -> new DecaLight(folder.resolve("none.tar"))).isInstanceOf(BadInputException.class).hasMessageContaining("none.tar");
  }
}
