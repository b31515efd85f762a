package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.eval.report.Html;
import dev.keylight.eval.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tables as a page, in the dress of the evaluator's reports, and as Markdown. */
final class ReportItem implements ItemFunction {
  private static final int BAR = 240;

  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    JsonNode page = item.get("page");
    Files.writeString(stage.resolve("report.html"), html(page));
    Files.writeString(stage.resolve("report.md"), markdown(page));
    Files.write(stage.resolve("report.json"), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(page));
    ObjectNode facts = JSON.createObjectNode();
    facts.putArray("files").add("report.json").add("report.md").add("report.html");
    return facts;
  }

  private static String html(JsonNode page) {
    StringBuilder html = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>").append(text(page, "title"))
        .append("</title><style>").append(Html.resource(Report.class, "report.css")).append("</style></head><body><main><h1>")
        .append(text(page, "title")).append("</h1><p>").append(text(page, "introduction")).append("</p>");
    for (JsonNode section : page.get("sections")) {
      html.append("<h2>").append(text(section, "title")).append("</h2><p>").append(text(section, "text")).append("</p>");
      table(section, html);
    }
    return html.append("</main></body></html>\n").toString();
  }

  private static void table(JsonNode section, StringBuilder html) {
    if (section.get("rows").isEmpty()) {
      html.append("<p>None.</p>");
      return;
    }
    int bars = -1;
    html.append("<div class=\"wide\"><table><thead><tr>");
    for (int i = 0; i < section.get("columns").size(); i++) {
      String column = section.get("columns").get(i).asText();
      bars = column.equals(section.get("bars").asText()) ? i : bars;
      html.append("<th>").append(Html.escape(column)).append("</th>");
    }
    html.append(bars < 0 ? "" : "<th></th>").append("</tr></thead><tbody>");
    double most = 0;
    for (JsonNode row : section.get("rows")) {
      most = bars < 0 ? 0 : Math.max(most, row.get(bars).asDouble());
    }
    for (JsonNode row : section.get("rows")) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        String tag = i == 0 ? "th" : "td";
        html.append("<").append(tag).append(">").append(Html.escape(row.get(i).asText())).append("</").append(tag).append(">");
      }
      if (bars >= 0) {
        long width = Math.round(BAR * row.get(bars).asDouble() / Math.max(most, 1e-9));
        html.append("<td><svg width=\"").append(BAR).append("\" height=\"10\" aria-hidden=\"true\"><rect width=\"").append(width)
            .append("\" height=\"10\" rx=\"2\" fill=\"currentColor\" opacity=\"0.45\"/></svg></td>");
      }
      html.append("</tr>");
    }
    html.append("</tbody></table></div>");
  }

  private static String markdown(JsonNode page) {
    StringBuilder markdown = new StringBuilder("# " + page.get("title").asText() + "\n\n" + page.get("introduction").asText() + "\n");
    for (JsonNode section : page.get("sections")) {
      markdown.append("\n## ").append(section.get("title").asText()).append("\n\n").append(section.get("text").asText()).append("\n\n");
      if (section.get("rows").isEmpty()) {
        markdown.append("None.\n");
        continue;
      }
      line(section.get("columns"), markdown);
      markdown.append("|").append(" --- |".repeat(section.get("columns").size())).append('\n');
      section.get("rows").forEach(row -> line(row, markdown));
    }
    return markdown.toString();
  }

  private static void line(JsonNode cells, StringBuilder markdown) {
    List<String> words = new ArrayList<>();
    cells.forEach(cell -> words.add(cell.asText().replace("|", "\\|")));
    markdown.append("| ").append(String.join(" | ", words)).append(" |\n");
  }

  private static String text(JsonNode of, String name) {
    return Html.escape(of.get(name).asText());
  }
}
