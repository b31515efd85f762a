package dev.keylight.cli;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.RenderReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import picocli.CommandLine;

/** Many renders from a table. A row that fails does not stop the others; at the end it is told which failed and why. */
final class Batch {
  /** Columns that are no option but the command's argument. */
  private static final Set<String> ARGUMENTS = Set.of("reference", "input");

  /** Options of the batch, each with a value. */
  private static final Set<String> WHOLE =
      Set.of("--batch", "--master", "--spark-conf", "--item-seconds", "--item-memory", "--attempts");

  private record Failed(String row, String why) {}

  private final Reporter reporter;
  private final String command;
  private final List<String> common;

  /**
   * @param command whose renders these are
   * @param common what was said for all of them
   */
  Batch(Reporter reporter, String command, List<String> common) {
    this.reporter = reporter;
    this.command = command;
    this.common = common;
  }

  /** The same words without what is said of the batch as a whole. */
  static List<String> withoutBatch(List<String> words) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      String name = words.get(i).replaceFirst("=.*", "");
      if (WHOLE.contains(name)) {
        i += words.get(i).equals(name) ? 1 : 0;
      } else if (!name.equals("--retry-failed")) {
        rest.add(words.get(i));
      }
    }
    return rest;
  }

  /** Renders all rows and returns the exit code. */
  int run(Path table) {
    List<Map<String, String>> rows = read(table);
    List<Failed> failures = new ArrayList<>();
    int rendered = 0;
    int skipped = 0;
    for (int i = 0; i < rows.size(); i++) {
      String name = "row " + (i + 1) + " of " + rows.size() + " (" + rows.get(i).getOrDefault("output", "no output") + ")";
      try {
        if (render(rows.get(i), name)) {
          rendered++;
        } else {
          skipped++;
          reporter.note(name + " is whole already and was skipped");
        }
      } catch (CancellationException e) {
        throw e;
      } catch (RuntimeException | OutOfMemoryError e) {
        failures.add(new Failed(name, Failures.describe(e)));
        reporter.note(name + " failed: " + Failures.describe(e));
      }
    }
    return tell(rendered, skipped, failures);
  }

  private boolean render(Map<String, String> row, String name) {
    CommandLine line = KeylightCommand.line().setOverwrittenOptionsAllowed(true);
    line.parseArgs(words(row).toArray(String[]::new));
    RenderCommand render = (RenderCommand) line.getParseResult().subcommand().commandSpec().userObject();
    if (render.isWhole()) {
      return false;
    }
    RenderReport report = render.render(reporter.progress(name));
    reporter.note(name + ": " + report.frames() + " frames");
    return true;
  }

  /** A row as the words of a command line. */
  List<String> words(Map<String, String> row) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(common);
    row.forEach(
        (column, value) -> {
          if (value == null || value.isBlank()) {
            return;
          }
          String plain = value.strip();
          if (ARGUMENTS.contains(column)) {
            words.add(plain);
          } else if (plain.equalsIgnoreCase("true")) {
            words.add("--" + column);
          } else if (!plain.equalsIgnoreCase("false")) {
            words.add("--" + column + "=" + plain);
          }
        });
    return words;
  }

  private int tell(int rendered, int skipped, List<Failed> failures) {
    StringBuilder sentence =
        new StringBuilder(rendered + " rendered, " + skipped + " skipped, " + failures.size() + " failed");
    List<Map<String, String>> failed = new ArrayList<>();
    for (Failed failure : failures) {
      sentence.append(System.lineSeparator()).append("  ").append(failure.row()).append(": ").append(failure.why());
      failed.add(Map.of("row", failure.row(), "message", failure.why()));
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("rendered", rendered);
    facts.put("skipped", skipped);
    facts.put("failed", failed);
    reporter.done(sentence.toString(), facts);
    return failures.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
  }

  /** The rows by column. */
  static List<Map<String, String>> read(Path table) {
    CsvMapper csv = new CsvMapper();
    csv.enable(CsvParser.Feature.TRIM_SPACES).enable(CsvParser.Feature.SKIP_EMPTY_LINES);
    CsvSchema header = CsvSchema.emptySchema().withHeader();
    try (MappingIterator<Map<String, String>> rows =
        csv.readerForMapOf(String.class).with(header).readValues(table.toFile())) {
      List<Map<String, String>> all = rows.readAll();
      if (all.isEmpty()) {
        throw new BadInputException(table + " has no rows; its first line names the columns, each further one is a render");
      }
      return all;
    } catch (IOException | RuntimeException e) {
      if (e instanceof KeylightException told) {
        throw told;
      }
      throw new BadInputException(table + " cannot be read as a CSV table: " + firstLine(e), e);
    }
  }

  private static String firstLine(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage().lines().findFirst().orElse("");
  }
}
