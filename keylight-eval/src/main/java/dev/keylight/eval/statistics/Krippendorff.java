package dev.keylight.eval.statistics;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Krippendorff's alpha for ranks (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): how far people agree
 * beyond chance, 1 fully, 0 as by chance, below 0 less than that. Unanswered questions are allowed.
 */
public final class Krippendorff {
  private Krippendorff() {}

  /**
   * @param answers by person and question; NaN where there is none
   * @return NaN when no question was answered by two people, or all answers are the same
   */
  public static double ordinal(double[][] answers) {
    double[] ranks = Arrays.stream(answers).flatMapToDouble(Arrays::stream).filter(v -> !Double.isNaN(v)).distinct().sorted().toArray();
    Map<Double, Integer> place = new TreeMap<>();
    for (int i = 0; i < ranks.length; i++) {
      place.put(ranks[i], i);
    }
    double[][] coincidences = new double[ranks.length][ranks.length];
    int questions = answers.length == 0 ? 0 : answers[0].length;
    for (int q = 0; q < questions; q++) {
      int question = q;
      double[] given = Arrays.stream(answers).mapToDouble(person -> person[question]).filter(v -> !Double.isNaN(v)).toArray();
      for (int i = 0; i < given.length; i++) {
        for (int k = 0; k < given.length; k++) {
          if (i != k) {
            coincidences[place.get(given[i])][place.get(given[k])] += 1.0 / (given.length - 1);
          }
        }
      }
    }
    double[] totals = Arrays.stream(coincidences).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    double all = Arrays.stream(totals).sum();
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < ranks.length; i++) {
      double between = totals[i] / 2;
      for (int k = i + 1; k < ranks.length; k++) {
        between += totals[k] / 2;
        observed += coincidences[i][k] * between * between;
        expected += totals[i] * totals[k] * between * between;
        between += totals[k] / 2;
      }
    }
    return expected == 0 ? Double.NaN : 1 - (all - 1) * observed / expected;
  }
}
