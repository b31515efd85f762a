package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.Animator;
import dev.keylight.Light;
import dev.keylight.Motion;
import dev.keylight.Progress;
import dev.keylight.RenderOptions;
import dev.keylight.pipeline.Demo;
import dev.keylight.spark.child.ItemPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What workers keep open, and that they close it. Ends all workers, so it is the last in the pom's order. */
class WorkerEndTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void a_worker_opens_its_engine_once_and_closes_it_at_its_end() throws IOException {
    Path portrait = Demo.portrait(folder);
    Path diary = folder.resolve("diary");
    RenderOptions options = RenderOptions.DEFAULT.withEngine("counted:" + diary);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String light : List.of("rembrandt", "rim", "split-right")) {
      new Animator().animate(
          portrait, Motion.file(portrait), Light.of(light), folder.resolve(light + ".png"), options, Progress.NONE);
      rows.add(
          Map.of("reference", portrait.toString(), "drive", portrait.toString(), "light", light, "output", light + ".png",
              "options", JSON.writeValueAsString(options)));
    }
    Files.delete(diary);
    Path out = folder.resolve("out");
    assertThat(Local.run("animate", Local.manifest(folder.resolve("renders.jsonl"), rows), out, JSON.createObjectNode()).get("done").asInt())
        .isEqualTo(3);
    ItemPool.close();
    for (Map<String, String> row : rows) {
      assertThat(out.resolve(row.get("output"))).hasSameBinaryContentAs(folder.resolve(row.get("output")));
    }
    Map<String, List<String>> byWorker =
        Files.readAllLines(diary).stream().map(line -> line.split(" "))
            .collect(Collectors.groupingBy(words -> words[1], Collectors.mapping(words -> words[0], Collectors.toList())));
    // Two tasks at a time are two workers at most, so that one of them had two renders.
    assertThat(byWorker.values()).hasSizeLessThan(3).allSatisfy(did -> {
      assertThat(did).startsWith("open").endsWith("close").containsOnlyOnce("open", "close");
    });
    assertThat(byWorker.values().stream().flatMap(List::stream).filter("animate"::equals)).hasSize(3);
  }
}
