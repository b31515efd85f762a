package dev.keylight.cli;

import dev.keylight.eval.footage.Footage;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.network.MetricSuite;
import dev.keylight.eval.report.Evaluation;
import dev.keylight.eval.report.Report;
import dev.keylight.eval.report.Sheets;
import dev.keylight.eval.score.Features;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.score.Scorer;
import dev.keylight.eval.score.ScoringOptions;
import dev.keylight.eval.score.SetScores;
import dev.keylight.eval.score.Trial;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight evaluate score}: any results of one clip beside each other. */
@Command(
    name = "score",
    description = "Scores results of one clip side by side.",
    sortOptions = false,
    footer = {
      "",
      "A file may be followed by @FIRST:END for some of its columns and by +N to leave out its first N frames.",
      "Example: keylight evaluate score ours=out.mp4 published=relighting.mp4@1024:1536+1 --source portrait.png "
          + "--driver clip.mp4 --light lamp.jpg -o scores"
    })
final class EvaluateScoreCommand implements Runnable {
  @ParentCommand private EvaluateCommand evaluate;

  @Parameters(arity = "1..*", paramLabel = "NAME=RESULT", description = "The results, each with the name it has in the table.")
  private Map<String, String> results;

  @Option(names = "--source", paramLabel = "FILE", description = "The portrait or video that the results were made from.")
  private String source;

  @Option(names = "--driver", paramLabel = "VIDEO", description = "The video whose motion they have.")
  private String driver;

  @Option(names = "--truth", paramLabel = "VIDEO", description = "The real video that they should equal.")
  private String truth;

  @Option(names = "--light", paramLabel = "WHAT", description = "The light that was asked for, as relight's --light.")
  private String light;

  @Option(names = "--baseline", paramLabel = "NAME", description = "A result that is only there for orientation and never best.")
  private Set<String> baselines = Set.of();

  @Option(names = "--frames", paramLabel = "N", defaultValue = "100", description = "Score the first N frames (${DEFAULT-VALUE}).")
  private int frames;

  @Option(names = "--every", paramLabel = "N", defaultValue = "10",
      description = "Fit light and run networks on every N-th frame (${DEFAULT-VALUE}).")
  private int every;

  @Option(names = {"-o", "--output"}, paramLabel = "DIR", description = "Write the report into this folder.")
  private Path output;

  @Mixin private NetworksMixin networks;

  @Override
  public void run() {
    ScoringOptions options = new ScoringOptions(Math.max(1, frames), Math.max(1, every));
    MetricSuite suite = networks.suite();
    List<ScoreCard> cards = new ArrayList<>();
    Map<String, Map<String, Double>> together = new LinkedHashMap<>();
    List<Features> features = new ArrayList<>();
    try (Scorer scorer = suite.open(options)) {
      results.forEach((name, file) -> {
        Scorer.Scored scored = scorer.score(trial(name, file), evaluate.reporter().progress(name));
        cards.add(scored.card());
        features.addAll(scored.features());
        together.put(name, SetScores.of(scored.features()));
      });
    }
    List<MetricInfo> metrics = new ArrayList<>(suite.infos());
    metrics.addAll(SetScores.infos(features));
    Evaluation evaluation =
        new Evaluation(
            "Scores", "Results of one clip, scored by Keylight.", List.copyOf(results.keySet()), baselines, metrics, cards,
            together, List.of(), Map.of(), List.of());
    if (output != null) {
      Map<String, Map<String, Footage>> footage = new LinkedHashMap<>();
      results.forEach((name, file) -> footage.put(name + "/clip", trial(name, file).shown()));
      Report.write(evaluation, Sheets.bestAndWorst(evaluation, footage), output);
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    cards.forEach(card -> facts.put(card.method(), card));
    evaluate.reporter().done(Report.markdown(evaluation).stripTrailing(), facts);
  }

  private Trial trial(String name, String file) {
    Trial trial = Trial.of(name, "clip", Footage.parse(file));
    trial = source == null ? trial : trial.withSource(Footage.parse(source));
    trial = driver == null ? trial : trial.withDriver(Footage.parse(driver));
    trial = truth == null ? trial : trial.withTruth(Footage.parse(truth));
    return light == null ? trial : trial.withLight(light);
  }
}
