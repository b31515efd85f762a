package dev.keylight.eval.report;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table in the middle of a report: for each metric a row, for each method a mean over clips. */
public final class Summary {
  /**
   * A line of the table.
   *
   * @param metric what it is about
   * @param cells by method, absent where nothing was measured
   * @param best the methods whose value is the best one
   */
  public record Row(MetricInfo metric, Map<String, Bootstrap.Interval> cells, Set<String> best) {}

  private Summary() {}

  /** The rows of all metrics that were measured at least once. */
  public static List<Row> rows(Evaluation evaluation) {
    List<Row> rows = new ArrayList<>();
    for (MetricInfo metric : evaluation.metrics()) {
      Map<String, Bootstrap.Interval> cells = new LinkedHashMap<>();
      for (String method : evaluation.methods()) {
        Bootstrap.Interval cell = cell(evaluation, method, metric.id());
        if (cell != null) {
          cells.put(method, cell);
        }
      }
      if (!cells.isEmpty()) {
        rows.add(new Row(metric, cells, best(metric.better(), cells, evaluation.baselines())));
      }
    }
    return rows;
  }

  private static Bootstrap.Interval cell(Evaluation evaluation, String method, String metric) {
    Double overall = evaluation.setScores().getOrDefault(method, Map.of()).get(metric);
    if (overall != null) {
      return new Bootstrap.Interval(overall, Double.NaN, Double.NaN, 1);
    }
    double[] values =
        evaluation.cards().stream()
            .filter(card -> card.method().equals(method))
            .mapToDouble(card -> card.value(metric))
            .filter(value -> !Double.isNaN(value))
            .toArray();
    return values.length == 0 ? null : Bootstrap.mean(values);
  }

  private static Set<String> best(Better better, Map<String, Bootstrap.Interval> cells, Set<String> baselines) {
    Set<String> best = new LinkedHashSet<>();
    if (cells.keySet().stream().filter(method -> !baselines.contains(method)).count() < 2) {
      return best;
    }
    double leading = Double.NaN;
    for (Map.Entry<String, Bootstrap.Interval> cell : cells.entrySet()) {
      double value = cell.getValue().mean();
      if (baselines.contains(cell.getKey())) {
        continue;
      }
      if (better.prefers(value, leading) || (best.isEmpty() && better != Better.NEITHER)) {
        best.clear();
        leading = value;
      }
      if (value == leading) {
        best.add(cell.getKey());
      }
    }
    return best;
  }

  /** Clips that were scored for a method. */
  public static List<ScoreCard> cards(Evaluation evaluation, String method) {
    return evaluation.cards().stream().filter(card -> card.method().equals(method)).toList();
  }
}
