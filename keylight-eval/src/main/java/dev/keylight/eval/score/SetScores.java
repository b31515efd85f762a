package dev.keylight.eval.score;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.statistics.Gaussians;
import dev.keylight.eval.statistics.Unbiased;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is taken over all clips of a method together: Fréchet distance, kernel distance and the Fréchet distance continued to
 * endlessly many frames, between the vectors of all results and of all real pictures. On Inception's features these are FID,
 * KID and FID∞, on I3D's FVD, KVD and FVD∞; on others they bear the extractor's name.
 */
public final class SetScores {
  private static final Map<String, String> PUBLISHED = Map.of("inception", "I", "i3d", "V");

  private SetScores() {}

  /** The rows for the features of some clips. */
  public static List<MetricInfo> infos(List<Features> clips) {
    Map<String, String> extractors = new LinkedHashMap<>();
    clips.forEach(features -> extractors.put(features.extractor(), features.weights()));
    List<MetricInfo> infos = new ArrayList<>();
    extractors.forEach((extractor, weights) -> {
      infos.add(info(frechet(extractor), "Fréchet distance to the real pictures' features; too large for small sets", weights));
      infos.add(info(kernel(extractor), "kernel distance to the real pictures' features × 1000, unbiased", weights));
      infos.add(info(infinite(extractor), "Fréchet distance continued to endlessly many frames, unbiased", weights));
    });
    return infos;
  }

  private static MetricInfo info(String id, String meaning, String weights) {
    return new MetricInfo(id, meaning, Better.LOWER, Set.of(), weights);
  }

  /** The scores of one method's clips; NaN ones are absent. */
  public static Map<String, Double> of(List<Features> clips) {
    Map<String, List<Features>> byExtractor = new LinkedHashMap<>();
    clips.forEach(features -> byExtractor.computeIfAbsent(features.extractor(), unused -> new ArrayList<>()).add(features));
    Map<String, Double> scores = new LinkedHashMap<>();
    byExtractor.forEach((extractor, all) -> {
      double[][] results = rows(all.stream().map(Features::result).toList());
      double[][] real = rows(all.stream().map(Features::real).toList());
      put(scores, frechet(extractor), Gaussians.frechet(results, real));
      put(scores, kernel(extractor), 1000 * Unbiased.kernel(results, real));
      put(scores, infinite(extractor), Unbiased.frechetAtInfinity(results, real));
    });
    return scores;
  }

  private static void put(Map<String, Double> scores, String metric, double value) {
    if (!Double.isNaN(value)) {
      scores.put(metric, CardWriter.rounded(value));
    }
  }

  private static double[][] rows(List<float[][]> clips) {
    List<double[]> rows = new ArrayList<>();
    for (float[][] clip : clips) {
      for (float[] row : clip) {
        double[] wide = new double[row.length];
        for (int i = 0; i < row.length; i++) {
          wide[i] = row[i];
        }
        rows.add(wide);
      }
    }
    return rows.toArray(double[][]::new);
  }

  private static String frechet(String extractor) {
    return PUBLISHED.containsKey(extractor) ? "F" + PUBLISHED.get(extractor) + "D" : "FD-" + extractor;
  }

  private static String kernel(String extractor) {
    return PUBLISHED.containsKey(extractor) ? "K" + PUBLISHED.get(extractor) + "D" : "KD-" + extractor;
  }

  private static String infinite(String extractor) {
    return PUBLISHED.containsKey(extractor) ? frechet(extractor) + "∞" : "FD∞-" + extractor;
  }
}
