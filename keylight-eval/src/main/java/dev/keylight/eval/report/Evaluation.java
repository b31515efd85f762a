package dev.keylight.eval.report;

import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.ScoreCard;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything an evaluation found.
 *
 * @param title of the report
 * @param introduction what was done, in a few sentences
 * @param methods their names, in the order of the columns
 * @param baselines those of them that are only there for orientation and are never best
 * @param metrics in the order of the rows
 * @param cards of all clips of all methods, sorted
 * @param setScores by method, then by metric: what is taken over all clips together
 * @param published the paper's own figures beside which these stand; empty when there are none
 * @param sweep the parameter by which the methods are variants of one, by method; empty when it is no sweep
 * @param notes what the reader must know about the whole
 */
public record Evaluation(
    String title,
    String introduction,
    List<String> methods,
    Set<String> baselines,
    List<MetricInfo> metrics,
    List<ScoreCard> cards,
    Map<String, Map<String, Double>> setScores,
    List<PublishedFigures> published,
    Map<String, Double> sweep,
    List<String> notes) {}
