package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.eval.protocol.Experiment;
import dev.keylight.eval.protocol.ExperimentRun;
import dev.keylight.eval.protocol.FolderMethod;
import dev.keylight.eval.report.Evaluation;
import dev.keylight.eval.report.Report;
import dev.keylight.eval.report.Sheets;
import dev.keylight.eval.score.ScoringOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all evaluations have in common: who takes part, what is measured, where the report goes. */
final class EvaluationMixin {
  @Option(names = "--engine", paramLabel = "NAME", description = "An engine that takes part; may be given several times (warp, unless --method is given).")
  private List<String> engines = new ArrayList<>();

  @Option(names = "--method", paramLabel = "NAME=DIR",
      description = "Another tool's finished results: a folder with a file for each case, named as the case.")
  private Map<String, Path> methods = new LinkedHashMap<>();

  @Option(names = "--frames", paramLabel = "N", description = "Render and score the first N frames of each clip (100).")
  private int frames;

  @Option(names = "--every", paramLabel = "N", defaultValue = "10",
      description = "Fit light and run networks on every N-th frame (${DEFAULT-VALUE}).")
  private int every;

  @Mixin private NetworksMixin networks;

  @Option(names = "--jobs", paramLabel = "N", description = "Clips scored side by side (the number of processors).")
  private int jobs;

  @Option(names = "--seconds", paramLabel = "S", defaultValue = "0",
      description = "Begin nothing new after S seconds; the same command goes on later.")
  private double seconds;

  @Option(names = {"-o", "--output"}, required = true, paramLabel = "DIR", description = "Where results, scores and the report go.")
  private Path output;

  Path output() {
    return output;
  }

  List<String> engines() {
    return engines.isEmpty() && methods.isEmpty() ? List.of("warp") : engines;
  }

  List<FolderMethod> others() {
    return methods.entrySet().stream().map(method -> new FolderMethod(method.getKey(), method.getValue())).toList();
  }

  int frames(int standard) {
    return frames > 0 ? frames : standard;
  }

  ScoringOptions scoring(int standard) {
    if (every < 1) {
      throw new BadInputException("--every must be at least 1, was " + every);
    }
    return new ScoringOptions(frames(standard), every);
  }

  @Mixin private SparkMixin spark;

  /** Runs it and writes the report. */
  void run(Experiment experiment, int standardFrames, Reporter reporter) {
    if (spark.wanted()) {
      new SparkEvaluation(spark, networks.suite(), scoring(standardFrames), output).run(experiment, reporter);
    }
    ExperimentRun run =
        new ExperimentRun(experiment, output, networks.suite(), scoring(standardFrames), seconds, reporter.progress("evaluate"));
    Evaluation evaluation = run.run(jobs > 0 ? jobs : Runtime.getRuntime().availableProcessors());
    Report.write(evaluation, Sheets.bestAndWorst(evaluation, run.footage()), output);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("report", output.resolve("report.html").toString());
    facts.put("scored", evaluation.cards().size());
    facts.put("complete", !run.stopped());
    facts.put("framesPerSecond", Math.round(100 * run.framesPerSecond()) / 100.0);
    String pace = run.framesPerSecond() > 0 ? String.format(Locale.ROOT, ", scored at %.1f frames/s", run.framesPerSecond()) : "";
    reporter.done(
        Report.markdown(evaluation) + "\n" + output.resolve("report.html") + ": " + evaluation.cards().size() + " results" + pace, facts);
  }
}
