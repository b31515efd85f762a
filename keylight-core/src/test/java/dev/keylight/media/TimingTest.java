package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates stay exact fractions and uneven time stamps survive. */
class TimingTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "mp4, 30000, 1001", "mp4, 24000, 1001", "mp4, 60000, 1001", "mp4, 25, 1", "mp4, 15, 1", "mp4, 25, 2",
    "webm, 30000, 1001", "webm, 24000, 1001", "webm, 30, 1", "mov, 24000, 1001"
  })
  void rateStaysExact(String extension, long numerator, long denominator) {
    Rational rate = new Rational(numerator, denominator);
    Path file = Clips.write(folder.resolve("clip." + extension), 64, 64, 40, Output.at(rate));
    try (FrameSource source = Media.open(file)) {
      assertThat(source.info().frameRate()).isEqualTo(rate);
      assertThat(source.info().variableRate()).isFalse();
      assertThat(source.info().seconds()).isCloseTo(40 / rate.value(), Offset.offset(0.002));
      assertThat(source.info().frameCount()).isEqualTo(40);
      for (int i = 0; i < 40; i++) {
        try (Frame frame = source.next()) {
          // Exact in integers: time × rate is a whole number.
          assertThat(frame.presentationTime() * frame.timeBase().numerator() * numerator)
              .isEqualTo(i * denominator * frame.timeBase().denominator());
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clip.mp4", "clip.mov", "clip.webm"})
  void variableRateSurvives(String name) {
    int[] times = {0, 40, 80, 200, 240, 250, 400, 1000, 1040};
    Rational milliseconds = new Rational(1, 1000);
    Path file = folder.resolve(name);
    try (FrameSink sink = Media.create(file, Output.at(null))) {
      for (int time : times) {
        try (Frame frame = Frame.of(Patterns.flat(64, 48, time % 200, 90, 60).pixels(), time, milliseconds)) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    try (FrameSource source = Media.open(file)) {
      if (!name.endsWith("webm")) {
        // Matroska has no table of frames, so its header cannot tell.
        assertThat(source.info().variableRate()).isTrue();
      }
      for (int time : times) {
        try (Frame frame = source.next()) {
          assertThat(frame.seconds()).isCloseTo(time / 1000.0, Offset.offset(1e-9));
        }
      }
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void oneFrameIsAClip() {
    Path file = Clips.write(folder.resolve("one.mp4"), 64, 64, 1, Output.at(new Rational(25, 1)));
    try (FrameSource source = Media.open(file)) {
      assertThat(source.info().still()).isFalse();
      assertThat(source.info().frameRate()).isEqualTo(new Rational(25, 1));
      source.next().close();
      assertThat(source.next()).isNull();
    }
  }

  @Test
  void timeMustIncrease() {
    try (FrameSink sink = Media.create(folder.resolve("a.mp4"), Output.at(new Rational(25, 1)));
        Frame frame = Patterns.smooth(64, 64, false, 3, new Rational(25, 1))) {
      sink.write(frame);
      assertThatThrownBy(() -> sink.write(frame)).isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("presentation times must increase");
    }
  }

  @Test
  void foldersAreReadInNaturalOrder() {
    String[] names = {"img10.png", "img2.png", "img1.png"};
    for (String name : names) {
      try (Frame frame = Patterns.flat(8, 8, Integer.parseInt(name.replaceAll("\\D", "")) * 10, 0, 0)) {
        Images.write(frame, folder.resolve(name));
      }
    }
    try (FrameSource source = Media.open(folder)) {
      for (int expected : new int[] {10, 20, 100}) {
        try (Frame frame = source.next()) {
          assertThat(Patterns.pixel(frame, 4, 4)[0]).isEqualTo(expected);
        }
      }
    }
  }
}
