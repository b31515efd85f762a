package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Outputs appear whole or not at all, and failures are told in one sentence. */
class WritingTest {
  private static final Rational RATE = new Rational(25, 1);

  @TempDir Path folder;

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void write(FrameSink sink, int frames) {
    for (int i = 0; i < frames; i++) {
      try (Frame frame = Patterns.smooth(64, 64, false, i, RATE)) {
        sink.write(frame);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.webm", "a.mov", "frames", "f-%03d.png"})
  void closingUnfinishedLeavesNothing(String name) throws IOException {
    try (FrameSink sink = Media.create(folder.resolve(name), Output.at(RATE))) {
      write(sink, 5);
      assertThat(names()).noneMatch(file -> !file.startsWith("."));
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.mp4", "a.webm", "a.mov", "a.png"})
  void onlyTheOutputIsLeft(String name) throws IOException {
    try (FrameSink sink = Media.create(folder.resolve(name), Output.at(RATE))) {
      write(sink, 1);
      sink.finish();
    }
    assertThat(names()).containsExactly(name);
  }

  @Test
  void anOlderFileStaysUntilTheNewOneIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("a.mp4"), "old");
    try (FrameSink sink = Media.create(file, Output.at(RATE))) {
      write(sink, 5);
    }
    assertThat(file).hasContent("old");
    try (FrameSink sink = Media.create(file, Output.at(RATE))) {
      write(sink, 5);
      sink.finish();
    }
    assertThat(Clips.count(file)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none/a.mp4", "none/a.png", "none/frames", "none/f-%d.png"})
  void missingFolder(String name) {
    assertThatThrownBy(() -> Media.create(folder.resolve(name), Output.at(RATE)))
        .isInstanceOf(KeylightException.class).hasMessageContaining("does not exist");
  }

  @Test
  void unwritableFolder() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false));
    // The administrator may write everywhere.
    assumeTrue(!Files.isWritable(closed));
    assertThatThrownBy(() -> Media.create(closed.resolve("a.mp4"), Output.at(RATE)))
        .isInstanceOf(KeylightException.class).hasMessageContaining("permission denied");
  }

  @Test
  void aFileWhereTheFolderShouldBe() throws IOException {
    Files.writeString(folder.resolve("plain"), "x");
    assertThatThrownBy(() -> Media.create(folder.resolve("plain/a.mp4"), Output.at(RATE)))
        .isInstanceOf(KeylightException.class).hasMessageContaining("plain");
  }

  @Test
  void unknownExtension() {
    assertThatThrownBy(() -> Media.create(folder.resolve("a.xyz"), Output.at(RATE)))
        .isInstanceOf(KeylightException.class).hasMessageContaining(".mp4");
  }

  @Test
  void noFrames() throws IOException {
    try (FrameSink sink = Media.create(folder.resolve("a.mp4"), Output.at(RATE))) {
      assertThatThrownBy(sink::finish).isInstanceOf(KeylightException.class).hasMessageContaining("single frame");
    }
    assertThat(names()).isEmpty();
  }

  /** Linux offers a file that is always full. */
  @ParameterizedTest
  @ValueSource(strings = {"MP4", "WEBM", "MOV"})
  void fullDisk(String format) throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full));
    Path link = Files.createSymbolicLink(folder.resolve(".part"), full);
    Path target = folder.resolve("a.mp4");
    assertThatThrownBy(() -> {
      AtomicFile file = new AtomicFile(target, link);
      try (FrameSink sink = new VideoFile(file, VideoFormat.valueOf(format), Output.at(RATE), note -> {})) {
        write(sink, 20);
        sink.finish();
      }
    }).isInstanceOf(KeylightException.class).hasMessageContaining("a.mp4").hasMessageContaining("No space left");
    assertThat(names()).isEmpty();
  }

  @Test
  void oneFilePerFrame() throws IOException {
    try (FrameSink sink = Media.create(folder.resolve("f-%03d.png"), Output.at(RATE))) {
      write(sink, 3);
      sink.finish();
    }
    assertThat(names()).containsExactly("f-000.png", "f-001.png", "f-002.png");
  }

  @Test
  void theSameFramesGiveTheSameBytes() throws IOException {
    for (String extension : List.of("mp4", "webm", "mov")) {
      Path first = Clips.write(folder.resolve("1." + extension), 64, 64, 10, Output.at(RATE));
      Path second = Clips.write(folder.resolve("2." + extension), 64, 64, 10, Output.at(RATE));
      assertThat(Files.mismatch(first, second)).as(extension).isEqualTo(-1);
    }
  }
}
