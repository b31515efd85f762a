package dev.keylight.eval.protocol;

import dev.keylight.eval.report.PublishedFigures;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The paper's own figures (LCVD, arXiv 2502.19894). Table 3's body cannot be read from the published text; Table 4's rows are
 * told apart by its prose; Table 5's values of ω are lost, only their order is known.
 */
final class Published {
  private static final List<String> VIDEO = List.of("LE", "ID", "LPIPS", "IQ", "VQ", "FID", "FVD");
  private static final List<String> PICTURES = List.of("LE", "ID", "IQ", "FID");

  private Published() {}

  static List<PublishedFigures> relight() {
    return List.of(
        row("DPR", "Table 1", VIDEO, 0.768, 0.730, 0.0295, 2.646, 0.734, 44.57, 403.0),
        row("SMFR", "Table 1", VIDEO, 0.747, 0.601, 0.0333, 1.057, 0.588, 60.50, 551.6),
        row("NFL", "Table 1", VIDEO, 0.784, 0.199, 0.0823, 2.586, 0.766, 96.17, 819.3),
        row("StyleFlow", "Table 1", VIDEO, 0.932, 0.474, 0.1088, 2.614, 0.746, 161.3, 900.6),
        row("DiFaReli", "Table 1", VIDEO, 0.783, 0.531, 0.1152, 1.103, 0.458, 57.49, 743.2),
        row("LCVD", "Table 1", VIDEO, 0.738, 0.585, 0.0282, 3.034, 0.775, 37.46, 273.3));
  }

  static List<PublishedFigures> still() {
    return List.of(
        row("NFL", "Table 2", PICTURES, 0.892, 0.253, 3.020, 118.9),
        row("StyleFlow", "Table 2", PICTURES, 1.042, 0.485, 3.846, 102.7),
        row("DiFaReli", "Table 2", PICTURES, 0.749, 0.687, 1.591, 25.98),
        row("LCVD", "Table 2", PICTURES, 0.938, 0.765, 4.465, 26.71));
  }

  static List<PublishedFigures> adapters() {
    return List.of(
        row("reference only", "Table 4", PICTURES, 1.071, 0.802, 1.662, 35.61),
        row("shading only", "Table 4", PICTURES, 0.582, 0.028, 1.248, 56.63),
        row("both", "Table 4", PICTURES, 0.738, 0.585, 3.034, 37.46));
  }

  static List<PublishedFigures> guidance() {
    List<String> metrics = List.of("LE", "ID", "IQ");
    return List.of(
        row("lowest ω", "Table 5", metrics, 1.079, 0.728, 2.611),
        row("second ω", "Table 5", metrics, 0.809, 0.603, 2.988),
        row("third ω", "Table 5", metrics, 0.744, 0.563, 2.954),
        row("highest ω", "Table 5", metrics, 0.681, 0.503, 2.856));
  }

  private static PublishedFigures row(String method, String table, List<String> metrics, double... values) {
    Map<String, Double> row = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      row.put(metrics.get(i), values[i]);
    }
    return new PublishedFigures(method, table, row);
  }
}
