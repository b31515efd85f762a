package dev.keylight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.protocol.Case;
import dev.keylight.eval.protocol.CaseOrder;
import dev.keylight.eval.protocol.Experiment;
import dev.keylight.eval.protocol.Method;
import dev.keylight.eval.score.ScoringOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An experiment's results and scores, made on a cluster in the folder where one machine would put them; what is left to do
 * then is to gather them.
 */
final class SparkEvaluation {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkMixin spark;
  private final MetricSuite suite;
  private final ScoringOptions options;
  private final Path output;

  SparkEvaluation(SparkMixin spark, MetricSuite suite, ScoringOptions options, Path output) {
    this.spark = spark;
    this.suite = suite;
    this.options = options;
    this.output = output;
  }

  void run(Experiment experiment, Reporter reporter) {
    SparkLaunch launch = new SparkLaunch(spark);
    List<Map<String, String>> items = new ArrayList<>();
    for (Case wanted : experiment.cases()) {
      for (Method method : experiment.methods()) {
        CaseOrder order = CaseOrder.of(method, wanted, suite, options);
        items.add(Map.of("method", method.name(), "clip", wanted.name(), "order", JSON.valueToTree(order).toString()));
      }
    }
    ObjectNode job = spark.job("evaluate").put("output", output.toString()).put("manifest", launch.table(items).toString());
    ObjectNode columns = job.putObject("options");
    suite.infos().forEach(info -> columns.withArray("metrics").add(info.id()));
    suite.extractorIds().forEach(columns.withArray("extractors")::add);
    JsonNode facts = launch.run(job, reporter.progress("evaluate", "results"));
    facts.path("failures").forEach(failure -> reporter.note(failure.path("row").asText() + " failed: " + failure.path("message").asText()));
    reporter.note(
        facts.path("done").asInt() + " results made and scored on " + spark.master() + ", " + facts.path("known").asInt() + " known, "
            + facts.path("failed").asInt() + " failed");
  }
}
