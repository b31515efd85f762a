package dev.keylight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.pipeline.Provenance;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** A table of renders on a cluster. Every row is read as the command line would read it, before anything is begun. */
final class SparkRenders {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Batch batch;
  private final SparkMixin spark;
  private final Reporter reporter;

  SparkRenders(Batch batch, SparkMixin spark, Reporter reporter) {
    this.batch = batch;
    this.spark = spark;
    this.reporter = reporter;
  }

  /** Renders all rows and returns the exit code. */
  int run(Path table) {
    SparkLaunch launch = new SparkLaunch(spark);
    List<Map<String, String>> rows = Batch.read(table);
    List<Map<String, String>> planned = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      try {
        planned.add(plan(rows.get(i)));
      } catch (ParameterException | KeylightException e) {
        throw new BadInputException("row " + (i + 1) + " of " + table + ": " + e.getMessage(), e);
      }
    }
    Path base = common(planned);
    planned.forEach(row -> row.put("output", base.relativize(Path.of(row.get("output"))).toString()));
    ObjectNode job = spark.job("animate").put("output", base.toString()).put("manifest", launch.table(planned).toString());
    JsonNode facts = launch.run(job, reporter.progress("Rendering", "renders"));
    facts.path("failures").forEach(failure -> reporter.note(failure.path("row").asText() + " failed: " + failure.path("message").asText()));
    int failed = facts.path("failed").asInt();
    reporter.done(
        facts.path("done").asInt() + " rendered, " + facts.path("known").asInt() + " skipped, " + failed + " failed; "
            + base.resolve("keylight-items") + " tells of each",
        SparkLaunch.facts(facts));
    return failed == 0 ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Map<String, String> plan(Map<String, String> row) {
    CommandLine line = KeylightCommand.line().setOverwrittenOptionsAllowed(true);
    line.parseArgs(batch.words(row).toArray(String[]::new));
    RenderCommand render = (RenderCommand) line.getParseResult().subcommand().commandSpec().userObject();
    Provenance plan = render.plan();
    Map<String, String> planned = new LinkedHashMap<>();
    plan.inputs().forEach((role, input) -> planned.put(role, seenFromAnywhere(input)));
    planned.put("output", render.output().toAbsolutePath().normalize().toString());
    planned.put("options", JSON.valueToTree(plan.options()).toString());
    return planned;
  }

  /** A file by its absolute path; other words as they are. */
  private static String seenFromAnywhere(Provenance.Input input) {
    try {
      return input.sha256() != null || Files.exists(Path.of(input.said())) ? Path.of(input.said()).toAbsolutePath().toString() : input.said();
    } catch (InvalidPathException e) {
      return input.said();
    }
  }

  private static Path common(List<Map<String, String>> rows) {
    Path common = null;
    for (Map<String, String> row : rows) {
      Path folder = Path.of(row.get("output")).getParent();
      while (common != null && !folder.startsWith(common)) {
        common = common.getParent();
      }
      common = common == null ? folder : common;
    }
    return common;
  }
}
