package dev.keylight.eval.report;

import dev.keylight.eval.metric.Flicker;
import dev.keylight.eval.metric.LightError;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.WarpError;
import dev.keylight.eval.score.ScoreCard;
import dev.keylight.eval.statistics.Bootstrap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The report as one HTML file that needs nothing beside it. */
final class HtmlReport {
  private final Evaluation evaluation;
  private final List<Sheets.Sheet> sheets;
  private final List<Summary.Row> rows;
  private final StringBuilder page = new StringBuilder();

  private HtmlReport(Evaluation evaluation, List<Sheets.Sheet> sheets) {
    this.evaluation = evaluation;
    this.sheets = sheets;
    rows = Summary.rows(evaluation);
  }

  /** @param sheets pictures to show */
  static String of(Evaluation evaluation, List<Sheets.Sheet> sheets) {
    return new HtmlReport(evaluation, sheets).write();
  }

  private String write() {
    add("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>", Html.escape(evaluation.title()), "</title>");
    add("<style>", Html.resource(HtmlReport.class, "report.css"), "</style></head><body><main>");
    add("<h1>", Html.escape(evaluation.title()), "</h1><p>", Html.escape(evaluation.introduction()), "</p>");
    summary();
    plots();
    shown();
    published();
    notes();
    clips();
    meanings();
    add("</main></body></html>");
    return page.toString();
  }

  private void summary() {
    add("<h2>Summary</h2><div class=\"wide\"><table><thead><tr><th></th>");
    for (String method : evaluation.methods()) {
      add("<th>", Html.escape(method), evaluation.baselines().contains(method) ? "°" : "", "</th>");
    }
    add("</tr></thead><tbody>");
    for (Summary.Row row : rows) {
      MetricInfo metric = row.metric();
      add("<tr><th title=\"", Html.escape(metric.meaning()), "\">", Html.escape(metric.id()), " ", metric.better().arrow(), "</th>");
      for (String method : evaluation.methods()) {
        Bootstrap.Interval cell = row.cells().get(method);
        boolean best = row.best().contains(method);
        String words = cell == null ? "–" : Numbers.of(cell);
        String bounds = cell != null && cell.hasBounds() ? " title=\"" + Numbers.of(cell.low()) + " to " + Numbers.of(cell.high()) + " over " + cell.count() + " clips\"" : "";
        add("<td", bounds, best ? " class=\"best\"" : "", ">", words.replace(" ± ", " <small>± "), words.contains("±") ? "</small>" : "", "</td>");
      }
      add("</tr>");
    }
    add("</tbody></table></div><p class=\"legend\">", Html.escape(MarkdownReport.legend(evaluation)), "</p>");
  }

  private void plots() {
    StringBuilder figures = new StringBuilder();
    if (!evaluation.sweep().isEmpty()) {
      for (String metric : List.of("LE", LightError.UNIT, "ID", "ID-dlib128", "IQ", "BRISQUE")) {
        figure(figures, metric + " over the strength of the light", Plot.svg(metric + " over the strength of the light", "strength (ω)", sweep(metric)));
      }
    }
    for (String metric : List.of(LightError.UNIT, Flicker.ID, WarpError.ID)) {
      figure(figures, metric + " frame by frame, mean over clips", Plot.svg(metric + " frame by frame", "frame", series(metric)));
    }
    if (figures.length() > 0) {
      add("<h2>Plots</h2><div class=\"figures\">", figures.toString(), "</div>");
    }
  }

  private static void figure(StringBuilder figures, String caption, String svg) {
    if (!svg.isEmpty()) {
      figures.append("<figure>").append(svg).append("<figcaption>").append(Html.escape(caption)).append("</figcaption></figure>\n");
    }
  }

  /** One line for each engine of the sweep. */
  private Map<String, List<double[]>> sweep(String metric) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    rows.stream().filter(row -> row.metric().id().equals(metric)).forEach(row ->
        evaluation.sweep().forEach((method, value) -> {
          if (row.cells().containsKey(method)) {
            String engine = method.substring(0, method.lastIndexOf(' '));
            lines.computeIfAbsent(engine, unused -> new ArrayList<>()).add(new double[] {value, row.cells().get(method).mean()});
          }
        }));
    return lines;
  }

  /** One line for each method: the mean over its clips at each frame that any of them has. */
  private Map<String, List<double[]>> series(String metric) {
    Map<String, List<double[]>> lines = new LinkedHashMap<>();
    for (String method : evaluation.methods()) {
      List<List<Double>> all =
          Summary.cards(evaluation, method).stream().map(card -> card.series().get(metric)).filter(values -> values != null && values.size() > 1).toList();
      int frames = all.stream().mapToInt(List::size).max().orElse(0);
      List<double[]> line = new ArrayList<>();
      for (int frame = 0; frame < frames; frame++) {
        int at = frame;
        double mean =
            all.stream().filter(values -> at < values.size() && values.get(at) != null).mapToDouble(values -> values.get(at)).average().orElse(Double.NaN);
        line.add(new double[] {frame, mean});
      }
      if (line.stream().anyMatch(point -> !Double.isNaN(point[1]))) {
        lines.put(method, line);
      }
    }
    return lines;
  }

  private void shown() {
    if (!sheets.isEmpty()) {
      add("<h2>Best and worst</h2>");
    }
    for (Sheets.Sheet sheet : sheets) {
      add("<figure class=\"sheet\"><img alt=\"", Html.escape(sheet.caption()), "\" src=\"data:image/jpeg;base64,",
          Base64.getEncoder().encodeToString(sheet.jpeg()), "\"><figcaption>", Html.escape(sheet.caption()), "</figcaption></figure>");
    }
  }

  private void published() {
    if (evaluation.published().isEmpty()) {
      return;
    }
    Set<String> metrics = new LinkedHashSet<>();
    evaluation.published().forEach(row -> metrics.addAll(row.values().keySet()));
    add("<h2>The paper's own figures†</h2><p class=\"legend\">", Html.escape(MarkdownReport.DAGGER), "</p><div class=\"wide\"><table class=\"published\"><thead><tr><th>†</th>");
    metrics.forEach(metric -> add("<th>", Html.escape(metric), "</th>"));
    add("</tr></thead><tbody>");
    for (PublishedFigures row : evaluation.published()) {
      add("<tr><th>", Html.escape(row.method()), " (", Html.escape(row.table()), ")</th>");
      metrics.forEach(metric -> add("<td>", row.values().containsKey(metric) ? Numbers.of(row.values().get(metric)) : "–", "</td>"));
      add("</tr>");
    }
    add("</tbody></table></div>");
  }

  private void notes() {
    List<String> notes = Notes.of(evaluation);
    if (!notes.isEmpty()) {
      add("<h2>Notes</h2><ul>");
      notes.forEach(note -> add("<li>", Html.escape(note), "</li>"));
      add("</ul>");
    }
  }

  private void clips() {
    add("<h2>Clip by clip</h2>");
    for (String method : evaluation.methods()) {
      List<ScoreCard> cards = Summary.cards(evaluation, method);
      add("<details><summary>", Html.escape(method), " (", Integer.toString(cards.size()), ")</summary><div class=\"wide\"><table><thead><tr><th>clip</th><th>frames</th>");
      List<Summary.Row> measured =
          rows.stream().filter(row -> cards.stream().anyMatch(card -> card.scores().containsKey(row.metric().id()))).toList();
      measured.forEach(row -> add("<th>", Html.escape(row.metric().id()), " ", row.metric().better().arrow(), "</th>"));
      add("<th>result</th><th>settings</th></tr></thead><tbody>");
      for (ScoreCard card : cards) {
        String faceless = card.framesWithoutFace().isEmpty() ? "" : " <small>(" + card.framesWithoutFace().size() + " without a face)</small>";
        add("<tr><th>", Html.escape(card.clip()), "</th><td>", Integer.toString(card.frames()), faceless, "</td>");
        measured.forEach(row -> add("<td>", Numbers.of(card.value(row.metric().id())), "</td>"));
        ScoreCard.Seen result = card.provenance().inputs().get("result");
        String made = result.made() == null ? "no provenance beside the file" : result.made();
        add("<td title=\"", Html.escape(made), "\"><code>", result.sha256() == null ? "folder" : result.sha256().substring(0, Math.min(8, result.sha256().length())), "</code></td>");
        add("<td><code>", card.provenance().settings().substring(0, Math.min(8, card.provenance().settings().length())), "</code></td></tr>");
      }
      add("</tbody></table></div></details>");
    }
  }

  private void meanings() {
    add("<h2>What the rows mean</h2><div class=\"wide\"><table class=\"words\"><thead><tr><th>metric</th><th></th><th>weights</th></tr></thead><tbody>");
    for (Summary.Row row : rows) {
      add("<tr><th>", Html.escape(row.metric().id()), "</th><td>", Html.escape(row.metric().meaning()), "</td><td>", Html.escape(row.metric().weights()), "</td></tr>");
    }
    add("</tbody></table></div>");
  }

  private void add(String... pieces) {
    for (String piece : pieces) {
      page.append(piece);
    }
    page.append('\n');
  }
}
