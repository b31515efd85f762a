package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.Progress;
import dev.keylight.pipeline.Demo;
import dev.keylight.spark.child.WorkerSetup;
import dev.keylight.train.prepare.Preparation;
import dev.keylight.train.prepare.PrepareOptions;
import dev.keylight.train.prepare.QualityGate;
import dev.keylight.train.prepare.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder prepared by Spark, beside the same folder prepared by one machine. */
class PrepareJobTest {
  private static final PrepareOptions OPTIONS = new PrepareOptions(64, 16, 300, 1, 40, 0, true, QualityGate.NONE, null);
  private static final JsonNode SAID = new ObjectMapper().valueToTree(OPTIONS);

  @TempDir private Path folder;

  private Path manifest(Path videos) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Path video : Preparation.sources(videos)) {
      rows.add(Map.of("source", Preparation.sourceOf(videos, video), "uri", video.toString()));
    }
    return Local.manifest(folder.resolve("manifest.jsonl"), rows);
  }

  private static Map<String, byte[]> files(Path data) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(data)) {
      for (Path file : all.filter(Files::isRegularFile).filter(file -> !file.startsWith(data.resolve("keylight-items"))).toList()) {
        files.put(data.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void the_same_bytes_as_on_one_machine_and_a_rerun_does_nothing() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos/sub"));
    Videos.write(videos.resolve("good.mp4"), 17);
    Files.copy(videos.resolve("good.mp4"), videos.resolve("same.mp4"));
    Demo.portrait(videos);
    byte[] whole = Files.readAllBytes(videos.resolve("good.mp4"));
    Files.write(videos.resolve("torn.mp4"), Arrays.copyOf(whole, whole.length / 3));
    Files.createFile(videos.resolve("void.mp4"));
    Path local = folder.resolve("local");
    new Preparation(folder.resolve("videos"), local, OPTIONS, new Splits(0.5, null, 1), 1).run(Progress.NONE);

    Path spread = folder.resolve("spread");
    Path manifest = manifest(folder.resolve("videos"));
    JsonNode first = Local.run("prepare", manifest, spread, SAID);
    assertThat(first.get("clips").asInt()).isEqualTo(2);
    Map<String, byte[]> expected = files(local);
    Map<String, byte[]> made = files(spread);
    assertThat(made.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(made.get(name)).as(name).isEqualTo(bytes));

    FileTime written = Files.getLastModifiedTime(spread.resolve("clips/sub_good_mp4-0.safetensors"));
    JsonNode again = Local.run("prepare", manifest, spread, SAID);
    assertThat(again.has("done")).isFalse();
    assertThat(again.get("known").asInt()).isEqualTo(5);
    assertThat(Files.getLastModifiedTime(spread.resolve("clips/sub_good_mp4-0.safetensors"))).isEqualTo(written);
    assertThat(Local.run("prepare", manifest, local, SAID).get("known").asInt()).as("goes on where one machine was").isEqualTo(5);

    Local.run("report", manifest, spread, SAID);
    assertThat(spread.resolve("report.html")).content().contains("Split by person", "</html>");
    assertThat(Files.readString(spread.resolve("report.md")))
        .contains("5 videos", "| taken | 2 | 40.0 |", "| readable | 2 | 40.0 |", "| new content | 1 | 20.0 |", "| sub/good.mp4 | 2 |", "People in both: 0.");
  }

  /** By itself, so that its short limit is no one else's, however busy the machine. */
  @Test
  void what_hangs_is_cut_off_and_not_waited_for_again() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Videos.write(videos.resolve("hang.mp4"), 16);
    Path manifest = manifest(videos);
    Path data = folder.resolve("data");
    assertThat(Local.run("prepare", manifest, data, SAID, 5, FaultyWorker.class.getName()).get("failed").asInt()).isEqualTo(1);
    Row row = Local.results(data).get(0);
    assertThat(row.<String>getAs("reason")).contains("longer than 5 s");
    assertThat(row.<Integer>getAs("attempts")).isEqualTo(2);
    assertThat(Files.readString(data.resolve("manifest.jsonl"))).contains("hang.mp4", "longer than 5 s");
    assertThat(Local.run("prepare", manifest, data, SAID, 5, FaultyWorker.class.getName()).get("failed").asInt()).isEqualTo(1);
    assertThat(Local.results(data).get(0).<Integer>getAs("attempts")).as("nobody waits for it again").isZero();
  }

  @Test
  void bad_items_fail_their_own_rows_and_are_not_tried_again() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    for (String name : List.of("crash", "hog", "once", "good")) {
      // Different lengths, as two files of one content would be prepared once.
      Videos.write(videos.resolve(name + ".mp4"), 16 + name.hashCode() % 7);
    }
    Path manifest = manifest(videos);
    Path data = folder.resolve("data");
    JsonNode facts = Local.run("prepare", manifest, data, SAID, 40, FaultyWorker.class.getName());
    assertThat(facts.get("done").asInt()).isEqualTo(2);
    assertThat(facts.get("failed").asInt()).isEqualTo(2);
    Map<String, Row> rows = new TreeMap<>();
    Local.results(data).forEach(row -> rows.put(row.getAs("said"), row));
    assertThat(rows).hasSize(4);
    assertThat(rows.get("crash.mp4").<String>getAs("reason")).contains("crashed (signal 6)");
    assertThat(rows.get("crash.mp4").<Integer>getAs("attempts")).isEqualTo(2);
    assertThat(rows.get("hog.mp4").<String>getAs("reason")).contains("more than 1500 MB");
    assertThat(rows.get("once.mp4").<String>getAs("status")).isEqualTo("done");
    assertThat(rows.get("once.mp4").<Integer>getAs("attempts")).isEqualTo(2);
    assertThat(Files.readString(data.resolve("manifest.jsonl")).lines()).hasSize(4)
        .anySatisfy(line -> assertThat(line).contains("crash.mp4", "crashed (signal 6)"));

    JsonNode again = Local.run("prepare", manifest, data, SAID, 40, FaultyWorker.class.getName());
    assertThat(again.has("done")).isFalse();
    assertThat(again.get("known").asInt()).isEqualTo(2);
    assertThat(again.get("failed").asInt()).isEqualTo(2);
    assertThat(WorkerSetup.WORKER).isEqualTo(dev.keylight.spark.item.ItemWorker.class.getName());
  }
}
