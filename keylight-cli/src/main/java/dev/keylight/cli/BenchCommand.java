package dev.keylight.cli;

import dev.keylight.pipeline.Benchmark;
import dev.keylight.pipeline.StageClock;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code keylight bench}: how fast an engine is here, and where the time goes. */
@Command(
    name = "bench",
    description = "Times whole renders of the bundled portrait, stage by stage: the median of several runs after a warm-up.",
    sortOptions = false)
final class BenchCommand implements Runnable {
  @ParentCommand private KeylightCommand root;

  @Parameters(index = "0", arity = "0..1", paramLabel = "ENGINE", defaultValue = "warp", description = "The engine (${DEFAULT-VALUE}).")
  private String engine;

  @Option(names = "--drive", paramLabel = "VIDEO", description = "The driving clip; one made from a template by default.")
  private Path drive;

  @Option(names = "--portrait", paramLabel = "PICTURE", description = "The portrait; the bundled one by default.")
  private Path portrait;

  @Option(names = "--size", paramLabel = "PIXELS", defaultValue = "512", description = "Longer side of the result (${DEFAULT-VALUE}).")
  private int size;

  @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Timed runs (${DEFAULT-VALUE}).")
  private int runs;

  @Option(names = "--memory-frames", paramLabel = "N", defaultValue = "0",
      description = "Also render so many frames in one go and watch the memory.")
  private long memoryFrames;

  @Override
  public void run() {
    Benchmark.Result result =
        Benchmark.run(engine, portrait, drive, size, Math.max(1, runs), memoryFrames, root.reporter().progress("bench"));
    StringBuilder table = new StringBuilder();
    Map<String, Object> facts = new LinkedHashMap<>();
    line(table, facts, "frames/s end to end", "framesPerSecond", result.framesPerSecond());
    line(table, facts, "first frame, s (warm)", "firstFrameSeconds", result.firstFrameSeconds());
    line(table, facts, "first frame, s (cold)", "coldStartSeconds", result.coldStartSeconds());
    for (StageClock.Stage stage : StageClock.Stage.values()) {
      String name = stage == StageClock.Stage.RENDER ? engine : stage.name().toLowerCase(Locale.ROOT);
      line(table, facts, name + ", ms a frame", name, result.millisPerFrame().get(stage));
    }
    result.megabytes().forEach((frame, megabytes) -> line(table, facts, "MB at frame " + frame, "megabytesAt" + frame, megabytes));
    root.reporter().done(table.toString().stripTrailing(), facts);
  }

  private static void line(StringBuilder table, Map<String, Object> facts, String label, String key, double value) {
    table.append(String.format(Locale.ROOT, "%-24s%10.2f%n", label, value));
    facts.put(key, Math.round(value * 100) / 100.0);
  }
}
