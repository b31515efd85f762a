package dev.keylight.eval.report;

import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.statistics.Bootstrap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The report as Markdown. */
final class MarkdownReport {
  /** Beside the paper's own figures. */
  static final String DAGGER =
      "† Not measured here: other clips, other networks. Compare only rows with the same name, and order rather than value.";

  private final Evaluation evaluation;
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  static String of(Evaluation evaluation) {
    return new MarkdownReport(evaluation).write();
  }

  private String write() {
    line("# " + evaluation.title(), "", evaluation.introduction(), "");
    summary();
    published();
    notes();
    line("## What the rows mean", "", "| metric | | weights |", "| --- | --- | --- |");
    for (Summary.Row row : Summary.rows(evaluation)) {
      MetricInfo metric = row.metric();
      line("| " + metric.id() + " | " + metric.meaning() + " | " + metric.weights() + " |");
    }
    return text.toString();
  }

  private void summary() {
    StringBuilder head = new StringBuilder("| |");
    StringBuilder rule = new StringBuilder("| --- |");
    for (String method : evaluation.methods()) {
      head.append(' ').append(cell(method)).append(evaluation.baselines().contains(method) ? "° |" : " |");
      rule.append(" ---: |");
    }
    line(head.toString(), rule.toString());
    for (Summary.Row row : Summary.rows(evaluation)) {
      StringBuilder cells = new StringBuilder("| " + row.metric().id() + " " + row.metric().better().arrow() + " |");
      for (String method : evaluation.methods()) {
        Bootstrap.Interval value = row.cells().get(method);
        String words = value == null ? "–" : Numbers.of(value);
        cells.append(' ').append(row.best().contains(method) ? "**" + words + "**" : words).append(" |");
      }
      line(cells.toString());
    }
    line("", legend(evaluation), "");
  }

  /** What the signs in the table mean. */
  static String legend(Evaluation evaluation) {
    long clips = evaluation.cards().stream().map(ScoreCard::clip).distinct().count();
    String interval =
        clips < 2
            ? "One clip only: there is no interval."
            : "Means over " + clips + " clips; ± is half of the 95 % interval by bootstrap over clips.";
    String baseline = evaluation.baselines().isEmpty() ? "" : " ° for orientation, never best.";
    return interval + " Bold is best." + baseline;
  }

  private void published() {
    if (evaluation.published().isEmpty()) {
      return;
    }
    Set<String> metrics = new LinkedHashSet<>();
    evaluation.published().forEach(row -> metrics.addAll(row.values().keySet()));
    line("## The paper's own figures†", "", DAGGER, "");
    line("| † | " + String.join(" | ", metrics) + " |", "| --- |" + " ---: |".repeat(metrics.size()));
    for (PublishedFigures row : evaluation.published()) {
      StringBuilder cells = new StringBuilder("| " + row.method() + " (" + row.table() + ") |");
      metrics.forEach(m -> cells.append(' ').append(row.values().containsKey(m) ? Numbers.of(row.values().get(m)) : "–").append(" |"));
      line(cells.toString());
    }
    line("");
  }

  private void notes() {
    List<String> notes = Notes.of(evaluation);
    if (!notes.isEmpty()) {
      line("## Notes", "");
      notes.forEach(note -> line("- " + note));
      line("");
    }
  }

  private static String cell(String words) {
    return words.replace("|", "\\|");
  }

  private void line(String... lines) {
    for (String line : lines) {
      text.append(line).append('\n');
    }
  }
}
