package dev.keylight.eval.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import dev.keylight.RenderReport;
import dev.keylight.pipeline.StageClock;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How long each stage of a render worked on a frame, kept beside the result.
 *
 * @param millisPerFrame by stage
 */
record StageTimes(Map<String, Double> millisPerFrame) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static StageTimes of(RenderReport report) {
    Map<String, Double> times = new LinkedHashMap<>();
    for (StageClock.Stage stage : StageClock.Stage.values()) {
      times.put(stage.name().toLowerCase(Locale.ROOT), Math.round(100 * report.clock().millisPerItem(stage)) / 100.0);
    }
    return new StageTimes(times);
  }

  void write(Path result) {
    try {
      WholeFile.write(beside(result), JSON.writeValueAsBytes(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("times cannot be written as JSON", e);
    }
  }

  private static Path beside(Path result) {
    return result.resolveSibling(result.getFileName() + ".times.json");
  }

  /** The mean over some results; empty when none has times. */
  static Optional<StageTimes> mean(List<Path> results) {
    List<StageTimes> all = new ArrayList<>();
    for (Path result : results) {
      Path file = beside(result);
      if (Files.exists(file)) {
        try {
          all.add(JSON.readValue(file.toFile(), StageTimes.class));
        } catch (IOException e) {
          throw new BadInputException(file + " cannot be read; delete it", e);
        }
      }
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Double> mean = new LinkedHashMap<>();
    for (String stage : all.get(0).millisPerFrame.keySet()) {
      mean.put(stage, all.stream().mapToDouble(times -> times.millisPerFrame.getOrDefault(stage, 0.0)).average().orElseThrow());
    }
    return Optional.of(new StageTimes(mean));
  }

  /** Names the slowest stage first. */
  String sentence() {
    String slowest = millisPerFrame.entrySet().stream().max(Comparator.comparingDouble(Map.Entry::getValue)).orElseThrow().getKey();
    return "the slowest stage is " + slowest + "; milliseconds a frame, stages run side by side: "
        + millisPerFrame.entrySet().stream()
            .map(stage -> String.format(Locale.ROOT, "%s %.1f", stage.getKey(), stage.getValue()))
            .collect(Collectors.joining(", "));
  }
}
