package dev.keylight.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.keylight.KeylightException;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes an evaluation into a folder: {@code report.html}, {@code report.md}, {@code report.json}, {@code report.csv}. */
public final class Report {
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private Report() {}

  /**
   * Writes all forms; the folder is made if needed.
   *
   * @param sheets pictures for the page
   */
  public static void write(Evaluation evaluation, List<Sheets.Sheet> sheets, Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new KeylightException("the folder " + folder + " cannot be made: " + e.getMessage() + "; choose another with -o", e);
    }
    write(folder.resolve("report.html"), HtmlReport.of(evaluation, sheets));
    write(folder.resolve("report.md"), MarkdownReport.of(evaluation));
    write(folder.resolve("report.csv"), CsvReport.of(evaluation));
    try {
      write(folder.resolve("report.json"), JSON.writerWithDefaultPrettyPrinter().writeValueAsString(evaluation) + "\n");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an evaluation cannot be written as JSON", e);
    }
  }

  /** The report as Markdown. */
  public static String markdown(Evaluation evaluation) {
    return MarkdownReport.of(evaluation);
  }

  private static void write(Path file, String text) {
    WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
  }
}
