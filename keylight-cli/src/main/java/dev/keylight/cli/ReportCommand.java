package dev.keylight.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight report}: what became of a corpus that was prepared on Spark. */
@Command(
    name = "report",
    description = "Tells what became of a corpus that was prepared with --master: what each gate held back, how sharp and large "
        + "the faces are, who is on which side of the split, what is there twice, what it cost.",
    sortOptions = false,
    footer = {"", "Writes report.html, report.md and report.json into the data set's folder.",
        "Example: keylight report data/ --master local[2]"})
final class ReportCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(paramLabel = "DIR", description = "The data set's folder, or its URI.")
  private String data;

  @Mixin private SparkMixin spark;

  @Override
  public void run() {
    if (!spark.wanted()) {
      throw new BadInputException("say where Spark is to count, such as --master local[2]");
    }
    String folder = data.contains(":") ? data : Path.of(data).toAbsolutePath().normalize().toString();
    ObjectNode job = spark.job("report").put("output", folder);
    JsonNode facts = new SparkLaunch(spark).run(job, root.reporter().progress("report", "tables"));
    root.reporter().done(
        facts.path("report").path("introduction").asText() + System.lineSeparator() + folder + "/report.html", SparkLaunch.facts(facts));
  }
}
