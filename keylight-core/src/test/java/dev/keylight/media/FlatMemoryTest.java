package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the length of a clip, neither while writing nor while reading. */
class FlatMemoryTest {
  private static final Rational RATE = new Rational(25, 1);
  private static final int FRAMES = 1500;
  private static final int WARM_UP = 300;
  /** One leaked 320×240 picture a frame, even as YUV, would take more; the Java heap may take some of this. */
  private static final long ALLOWED_GROWTH = 120L << 20;

  @TempDir Path folder;

  @Test
  void writingAndReadingManyFrames() {
    Path file = folder.resolve("long.mp4");
    long settled = 0;
    try (FrameSink sink = Media.create(file, Output.at(RATE).withQuality(0));
        Frame picture = Patterns.smooth(320, 240, false, 0, RATE)) {
      for (int i = 0; i < FRAMES; i++) {
        try (Frame frame = Frame.of(picture.pixels().clone(), i, new Rational(1, 25))) {
          sink.write(frame);
        }
        settled = i == WARM_UP ? Pointer.physicalBytes() : settled;
      }
      assertThat(Pointer.physicalBytes() - settled).as("while writing").isLessThan(ALLOWED_GROWTH);
      sink.finish();
    }
    try (FrameSource source = Media.open(file)) {
      int count = 0;
      for (Frame frame = source.next(); frame != null; frame = source.next()) {
        frame.close();
        settled = count++ == WARM_UP ? Pointer.physicalBytes() : settled;
      }
      assertThat(count).isEqualTo(FRAMES);
      assertThat(Pointer.physicalBytes() - settled).as("while reading").isLessThan(ALLOWED_GROWTH);
    }
  }
}
