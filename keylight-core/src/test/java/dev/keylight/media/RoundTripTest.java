package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is written comes back: picture, time and alpha, in every format. */
class RoundTripTest {
  private static final Rational NTSC = new Rational(30000, 1001);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "clip.mp4, 96, 64, false, 1.5",
    "clip.webm, 96, 64, false, 2.5",
    "clip.webm, 96, 64, true, 2.5",
    "clip.webm, 97, 63, true, 2.5",
    "clip.mov, 96, 64, true, 1.0",
    "clip.mov, 97, 63, false, 1.0",
    "pictures, 97, 63, true, 0.0",
    "picture-%04d.png, 33, 21, false, 0.0"
  })
  void picturesTimesAndAlphaSurvive(String name, int width, int height, boolean alpha, double tolerance) {
    Path file = folder.resolve(name);
    int count = 12;
    try (FrameSink sink = Media.create(file, Output.at(NTSC))) {
      for (int i = 0; i < count; i++) {
        try (Frame frame = Patterns.smooth(width, height, alpha, i, NTSC)) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    Path input = name.contains("%") ? folder : file;
    try (FrameSource source = Media.open(input)) {
      MediaInfo info = source.info();
      assertThat(List.of(info.width(), info.height())).containsExactly(width, height);
      assertThat(info.hasAlpha()).isEqualTo(alpha);
      assertThat(info.variableRate()).isFalse();
      boolean pictures = Files.isDirectory(input);
      Rational rate = pictures ? Media.FOLDER_RATE : NTSC;
      assertThat(info.frameRate()).isEqualTo(rate);
      for (int i = 0; i < count; i++) {
        try (Frame expected = Patterns.smooth(width, height, alpha, i, NTSC); Frame frame = source.next()) {
          assertThat(frame.seconds()).isEqualTo(i / rate.value(), Offset.offset(1e-9));
          assertThat(Patterns.meanDifference(expected, frame)).as("frame " + i).isLessThanOrEqualTo(tolerance);
        }
      }
      assertThat(source.next()).isNull();
    }
  }
}
