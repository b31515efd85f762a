package dev.keylight.cli;

import dev.keylight.RenderOptions;
import dev.keylight.pipeline.Demo;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code keylight demo}: the first thing to try. */
@Command(
    name = "demo",
    description = "Animates a bundled portrait under three lights; needs nothing and shows what Keylight does.")
final class DemoCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Option(names = {"-o", "--output"}, paramLabel = "FOLDER", defaultValue = "keylight-demo",
      description = "Where the results go (./${DEFAULT-VALUE}).")
  private Path folder;

  @Option(names = "--engine", paramLabel = "NAME", defaultValue = RenderOptions.BEST_ENGINE,
      description = "The engine that makes the frames (${DEFAULT-VALUE}).")
  private String engine;

  @Override
  public void run() {
    Path video = Demo.render(folder, RenderOptions.DEFAULT.withEngine(engine), root.reporter().progress("demo"));
    Path sheet = Demo.sheetOf(folder);
    String next =
        "keylight animate " + quoted(folder.resolve("portrait.png")) + " --drive smiling --light golden-hour -o smiling.mp4";
    root.reporter()
        .done(
            "video:         " + video + System.lineSeparator()
                + "contact sheet: " + sheet + System.lineSeparator()
                + "try next:      ./" + next,
            Map.of("output", video.toString(), "sheet", sheet.toString(), "next", next));
  }

  private static String quoted(Path path) {
    return path.toString().contains(" ") ? "\"" + path + "\"" : path.toString();
  }
}
