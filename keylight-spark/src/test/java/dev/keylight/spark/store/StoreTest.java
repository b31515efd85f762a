package dev.keylight.spark.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This machine's files, and the same under a scheme that Hadoop takes for another place. */
class StoreTest {
  @TempDir private Path folder;

  private Store store(String scheme) {
    Configuration configuration = new Configuration();
    configuration.set("fs.other.impl", OtherFileSystem.class.getName());
    return new Store(scheme + folder.resolve("out"), configuration);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("out"))) {
      return all.filter(Files::isRegularFile).map(file -> folder.resolve("out").relativize(file).toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:", "other:"})
  void what_is_published_can_be_read_and_replaced_and_nothing_else_is_left(String scheme) throws IOException {
    Store store = store(scheme);
    Path made = Files.writeString(folder.resolve("made"), "one");
    store.publish(made, "deep/name with spaces");
    assertThat(store.exists("deep/name with spaces")).isTrue();
    store.publish("two".getBytes(), "deep/name with spaces");
    assertThat(store.read("deep/name with spaces")).asString().isEqualTo("two");
    assertThat(store.read("deep/nothing")).isNull();
    assertThat(names()).containsExactly("deep/name with spaces");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other:"})
  void what_is_elsewhere_is_copied_and_what_is_here_is_not(String scheme) throws IOException {
    Store store = store(scheme);
    store.publish("content".getBytes(), "clip.mp4");
    Path stage = Files.createDirectories(folder.resolve("stage"));
    assertThat(store.fetch("clip.mp4", stage)).isTrue();
    assertThat(stage.resolve("clip.mp4")).hasContent("content");
    assertThat(Files.isSymbolicLink(stage.resolve("clip.mp4"))).isEqualTo(scheme.isEmpty());
    assertThat(store.fetch("another.mp4", stage)).isFalse();
    Path staged = store.staged(scheme + folder.resolve("out/clip.mp4"), stage.resolve("inputs"));
    assertThat(staged).hasContent("content");
    assertThat(staged.startsWith(stage)).isEqualTo(!scheme.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other:"})
  void twins_that_publish_at_the_same_time_leave_one_whole_file(String scheme) throws Exception {
    byte[] content = new byte[1 << 20];
    ExecutorService twins = Executors.newFixedThreadPool(4);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      running.add(twins.submit(() -> {
        store(scheme).publish(content, "clip");
        return null;
      }));
    }
    for (Future<?> twin : running) {
      twin.get();
    }
    twins.shutdown();
    assertThat(names()).containsExactly("clip");
    assertThat(Files.size(folder.resolve("out/clip"))).isEqualTo(content.length);
  }
}
