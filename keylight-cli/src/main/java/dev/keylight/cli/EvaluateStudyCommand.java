package dev.keylight.cli;

import dev.keylight.BadInputException;
import dev.keylight.eval.study.StudyKey;
import dev.keylight.eval.study.StudyPage;
import dev.keylight.eval.study.StudyResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight evaluate study}: asks people, and counts what they answered. */
@Command(
    name = "study",
    description = "Makes a page that asks people about results, or counts the answers that came back.",
    sortOptions = false,
    footer = {
      "",
      "Files are matched by name: each method's folder has a file for each clip, and --show folders may have one too.",
      "Example: keylight evaluate study --page study.html --method ours=a/ --method other=b/ --show source=portraits/",
      "         keylight evaluate study --key study.key.json answers/*.json"
    })
final class EvaluateStudyCommand implements Runnable {
  @ParentCommand private EvaluateCommand evaluate;

  @Parameters(arity = "0..*", paramLabel = "ANSWERS", description = "The files that people sent back.")
  private List<Path> answers = List.of();

  @Option(names = "--key", paramLabel = "FILE", description = "The .key.json file that was written beside the page.")
  private Path key;

  @Option(names = "--page", paramLabel = "HTML", description = "Make this page.")
  private Path page;

  @Option(names = "--method", paramLabel = "NAME=DIR", description = "A method and the folder with its results.")
  private Map<String, Path> methods = new LinkedHashMap<>();

  @Option(names = "--show", paramLabel = "NAME=FILE|DIR", description = "What everyone may see: the source, the driver, the light.")
  private Map<String, Path> shown = new LinkedHashMap<>();

  @Option(names = "--title", defaultValue = "Which videos are better?", description = "The page's heading (${DEFAULT-VALUE}).")
  private String title;

  @Option(names = "--seed", defaultValue = "1", description = "Decides codes and order (${DEFAULT-VALUE}).")
  private long seed;

  @Override
  public void run() {
    if (page != null) {
      make();
    } else if (key != null) {
      StudyResults results = StudyResults.of(StudyKey.read(key), answers);
      evaluate.reporter().done(results.markdown().stripTrailing(), Map.of("results", results));
    } else {
      throw new BadInputException("say --page HTML to make a study, or --key FILE with the answers to count them");
    }
  }

  private void make() {
    if (methods.isEmpty()) {
      throw new BadInputException("name the methods to ask about, such as --method ours=results/ours");
    }
    Map<String, Map<String, Path>> byMethod = new LinkedHashMap<>();
    methods.forEach((name, folder) -> byMethod.put(name, files(folder)));
    List<String> clips = new ArrayList<>(byMethod.values().iterator().next().keySet());
    byMethod.values().forEach(files -> clips.retainAll(files.keySet()));
    List<StudyPage.Sheet> sheets = new ArrayList<>();
    for (String clip : clips) {
      Map<String, Path> results = new LinkedHashMap<>();
      byMethod.forEach((method, files) -> results.put(method, files.get(clip)));
      Map<String, Path> given = new LinkedHashMap<>();
      shown.forEach((name, place) -> {
        Path file = Files.isDirectory(place) ? files(place).get(clip) : place;
        if (file != null) {
          given.put(name, file);
        }
      });
      sheets.add(new StudyPage.Sheet(clip, given, results));
    }
    Path written = StudyPage.write(page, title, sheets, seed);
    long left = byMethod.values().stream().flatMap(files -> files.keySet().stream()).distinct().filter(clip -> !clips.contains(clip)).count();
    if (left > 0) {
      evaluate.reporter().note(left + " clips are not in every method's folder and were left out");
    }
    evaluate.reporter().done(
        page + ": " + sheets.size() + " clips of " + methods.size() + " methods; keep " + written + " to yourself",
        Map.of("page", page.toString(), "key", written.toString(), "clips", sheets.size()));
  }

  /** The files of a folder that a browser can show, by their names without ending. */
  private static Map<String, Path> files(Path folder) {
    Map<String, Path> files = new TreeMap<>();
    try (Stream<Path> all = Files.list(folder)) {
      all.filter(file -> file.getFileName().toString().matches("(?i).+\\.(mp4|webm|mov|png|jpe?g|webp)"))
          .forEach(file -> files.put(file.getFileName().toString().replaceAll("\\.[^.]*$", ""), file));
    } catch (IOException e) {
      throw new BadInputException(folder + " is no folder that can be read; give the folder with a method's results", e);
    }
    return files;
  }
}
