package dev.keylight.pipeline;

import dev.keylight.KeylightException;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.OutputOptions;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.RenderReport;
import dev.keylight.engine.EngineSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;

/** Times whole renders, from files to a file. */
public final class Benchmark {
  private static final String LIGHT = "rembrandt";

  /**
   * Medians over the timed runs.
   *
   * @param framesPerSecond frames over the whole time of a render, reading the inputs included
   * @param firstFrameSeconds until the first frame, in a virtual machine that has rendered before
   * @param coldStartSeconds until the first frame, from the start of the very first render in this virtual machine
   * @param millisPerFrame how long each stage works on a frame; stages run side by side
   * @param megabytes of the whole process, by the number of frames rendered; empty unless asked for
   */
  public record Result(
      double framesPerSecond,
      double firstFrameSeconds,
      double coldStartSeconds,
      Map<StageClock.Stage, Double> millisPerFrame,
      Map<Long, Double> megabytes) {}

  private record Run(RenderReport report, double seconds) {}

  private Benchmark() {}

  /**
   * @param portrait null for the bundled one
   * @param drive null for a clip made of the bundled portrait and a template
   * @param memoryFrames how many frames to render while watching the memory, 0 for none
   */
  public static Result run(
      String engine, Path portrait, Path drive, int size, int runs, long memoryFrames, Progress progress) {
    Path folder = temporary();
    try {
      OutputOptions o = OutputOptions.DEFAULT;
      RenderOptions options =
          RenderOptions.DEFAULT
              .withEngine(engine)
              .withOutput(
                  new OutputOptions(
                      size, o.quality(), null, o.seconds(), false, false, false, o.background(), false));
      Path reference = portrait == null ? Demo.portrait(folder) : portrait;
      Path target = folder.resolve("bench.mp4");
      double cold = Double.NaN;
      Path clip = drive;
      if (clip == null) {
        clip = folder.resolve("driver.mp4");
        cold = render(reference, "talking", clip, options, progress).report.clock().firstFrameSeconds();
      }
      Run warmUp = render(reference, clip.toString(), target, options, progress);
      cold = Double.isNaN(cold) ? warmUp.report.clock().firstFrameSeconds() : cold;
      List<Run> timed = new ArrayList<>();
      for (int i = 0; i < runs; i++) {
        timed.add(render(reference, clip.toString(), target, options, progress));
      }
      Map<Long, Double> memory = memoryFrames > 0 ? memory(reference, target, memoryFrames, options, progress) : Map.of();
      return result(timed, cold, memory);
    } finally {
      discard(folder);
    }
  }

  private static Run render(Path reference, String drive, Path target, RenderOptions options, Progress progress) {
    long start = System.nanoTime();
    RenderReport report = Renders.animate(EngineSource.EACH, reference, Motion.of(drive), Light.of(LIGHT), target, options, progress);
    return new Run(report, (System.nanoTime() - start) / 1e9);
  }

  private static Map<Long, Double> memory(
      Path reference, Path target, long frames, RenderOptions options, Progress progress) {
    Map<Long, Double> megabytes = new LinkedHashMap<>();
    Progress watching =
        new Progress() {
          @Override
          public void update(long done, long total) {
            if (done > 0 && done % Math.max(1, frames / 10) == 0) {
              megabytes.put(done, Pointer.physicalBytes() / 1e6);
            }
            progress.update(done, total);
          }

          @Override
          public boolean cancelled() {
            return progress.cancelled();
          }
        };
    OutputOptions o = options.output();
    float seconds = frames / 25f;
    RenderOptions longer =
        options.withOutput(
            new OutputOptions(
                o.longSide(), o.quality(), null, seconds, false, false, false, o.background(), false));
    Renders.animate(EngineSource.EACH, reference, Motion.of("talking"), Light.of(LIGHT), target, longer, watching);
    return megabytes;
  }

  private static Result result(List<Run> runs, double cold, Map<Long, Double> memory) {
    Map<StageClock.Stage, Double> stages = new EnumMap<>(StageClock.Stage.class);
    for (StageClock.Stage stage : StageClock.Stage.values()) {
      stages.put(stage, median(runs, run -> run.report.clock().millisPerItem(stage)));
    }
    return new Result(
        median(runs, run -> run.report.frames() / run.seconds),
        median(runs, run -> run.report.clock().firstFrameSeconds()),
        cold, stages, memory);
  }

  private static double median(List<Run> runs, ToDoubleFunction<Run> of) {
    double[] sorted = runs.stream().mapToDouble(of).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private static Path temporary() {
    try {
      return Files.createTempDirectory("keylight-bench");
    } catch (IOException e) {
      throw new KeylightException("no temporary folder could be made: " + e.getMessage(), e);
    }
  }

  private static void discard(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // What stays in the temporary folder, the system clears away.
    }
  }
}
