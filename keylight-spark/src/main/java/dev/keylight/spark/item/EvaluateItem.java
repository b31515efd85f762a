package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.KeylightException;
import dev.keylight.engine.KeptEngine;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.protocol.CaseOrder;
import dev.keylight.eval.protocol.CaseRun;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.eval.score.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** One result of one method, made and scored, by {@link CaseRun} as on one machine. The engine and the scorer's networks stay open. */
final class EvaluateItem implements ItemFunction {
  private final KeptEngine engine = new KeptEngine();
  private MetricSuite suite;
  private ScoringOptions options;
  private Scorer scorer;

  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    CaseOrder order = JSON.treeToValue(item.get("order"), CaseOrder.class);
    CaseRun run = new CaseRun(stage);
    Trial trial =
        run.render(order.method(), order.wanted(), engine)
            .orElseThrow(() -> new KeylightException(order.method().name() + " has no result for " + order.name()));
    run.score(scorer(order), trial);
    ScoreCard card = CaseRun.read(run.card(trial.method(), trial.clip())).orElseThrow();
    ObjectNode facts = JSON.createObjectNode();
    facts.put("method", card.method()).put("clip", card.clip()).put("frames", card.frames());
    ObjectNode scores = facts.putObject("scores");
    card.scores().forEach((metric, score) -> scores.put(metric, score.value()));
    facts.set("notes", JSON.valueToTree(card.notes()));
    ArrayNode files = facts.putArray("files");
    list(stage, stage.resolve("results"), files);
    list(stage, stage.resolve("scores"), files);
    return facts;
  }

  /** What is made, in the order of appearance: what says that something is whole comes after it. */
  private static void list(Path stage, Path folder, ArrayNode files) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(file -> !Files.isDirectory(file)).sorted((a, b) -> Integer.compare(rank(a), rank(b)))
          .forEach(file -> files.add(stage.relativize(file).toString()));
    }
  }

  private static int rank(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".times.json") ? 1 : name.endsWith(".json") ? 2 : 0;
  }

  private Scorer scorer(CaseOrder order) {
    if (scorer == null || !order.suite().equals(suite) || !order.scoring().equals(options)) {
      closeScorer();
      suite = order.suite();
      options = order.scoring();
      scorer = suite.open(options);
    }
    return scorer;
  }

  @Override
  public void close() {
    engine.close();
    closeScorer();
  }

  private void closeScorer() {
    if (scorer != null) {
      scorer.close();
      scorer = null;
    }
  }
}
