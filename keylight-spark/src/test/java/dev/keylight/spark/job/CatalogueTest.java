package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.engine.EngineSource;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.protocol.Case;
import dev.keylight.eval.protocol.CaseOrder;
import dev.keylight.eval.protocol.CaseRun;
import dev.keylight.eval.protocol.EngineMethod;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.pipeline.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Renders and scores by Spark, beside the same by one machine. */
class CatalogueTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void a_render_is_the_same_file_and_is_not_made_twice() throws IOException {
    Path portrait = Demo.portrait(folder);
    RenderOptions options = RenderOptions.DEFAULT.withEngine("warp");
    Path local = folder.resolve("local.png");
    new Animator().animate(portrait, Motion.file(portrait), Light.of("rembrandt"), local, options, Progress.NONE);
    Path table =
        Local.manifest(
            folder.resolve("renders.jsonl"),
            List.of(
                Map.of("reference", portrait.toString(), "drive", portrait.toString(), "light", "rembrandt", "output", "sub/a.png",
                    "options", JSON.writeValueAsString(options)),
                Map.of("reference", portrait.toString(), "drive", portrait.toString(), "light", "no such light", "output", "b.png")));
    Path out = folder.resolve("out");
    JsonNode facts = Local.run("animate", table, out, JSON.createObjectNode());
    assertThat(facts.get("done").asInt()).isEqualTo(1);
    assertThat(facts.get("failures").get(0).get("message").asText()).contains("no such light");
    assertThat(out.resolve("sub/a.png")).hasSameBinaryContentAs(local);
    assertThat(out.resolve("sub/a.png.json")).exists();
    assertThat(Files.list(out).map(file -> file.getFileName().toString())).as("nothing half done").containsExactlyInAnyOrder("sub", "failed", "keylight-items");
    Row row = Local.results(out).get(0);
    assertThat(row.<Integer>getAs("frames")).isEqualTo(1);
    assertThat(Local.run("animate", table, out, JSON.createObjectNode()).get("known").asInt()).isEqualTo(1);
  }

  @Test
  void a_score_is_the_same_card() throws IOException {
    Path portrait = Demo.portrait(folder);
    EngineMethod method = EngineMethod.of("warp");
    Case wanted = new Case("sample--rembrandt", Case.Task.STILL, portrait, Optional.empty(), Optional.empty(), Optional.of("rembrandt"));
    ScoringOptions scoring = new ScoringOptions(2, 2);
    CaseRun local = new CaseRun(folder.resolve("local"));
    try (Scorer scorer = MetricSuite.CHEAP.open(scoring)) {
      local.score(scorer, local.render(method, wanted, EngineSource.EACH).orElseThrow());
    }
    CaseOrder order = CaseOrder.of(method, wanted, MetricSuite.CHEAP, scoring);
    Path table =
        Local.manifest(
            folder.resolve("orders.jsonl"),
            List.of(Map.of("method", method.name(), "clip", wanted.name(), "order", JSON.writeValueAsString(order))));
    ObjectNode options = JSON.createObjectNode();
    MetricSuite.CHEAP.infos().forEach(info -> options.withArray("metrics").add(info.id()));
    Path out = folder.resolve("out");
    assertThat(Local.run("evaluate", table, out, options).get("done").asInt()).isEqualTo(1);
    assertThat(out.resolve("results/warp/sample--rembrandt.mp4")).hasSameBinaryContentAs(folder.resolve("local/results/warp/sample--rembrandt.mp4"));
    assertThat(out.resolve("scores/warp/sample--rembrandt.json")).hasSameBinaryContentAs(folder.resolve("local/scores/warp/sample--rembrandt.json"));
    Row row = Local.results(out).get(0);
    CaseRun.read(out.resolve("scores/warp/sample--rembrandt.json")).orElseThrow().scores()
        .forEach((metric, score) -> assertThat(row.<Double>getAs(metric)).as(metric).isEqualTo(score.value()));
    assertThat(Local.run("evaluate", table, out, options).get("known").asInt()).isEqualTo(1);
  }
}
