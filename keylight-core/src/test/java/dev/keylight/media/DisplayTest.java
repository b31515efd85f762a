package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames come out as they are to be shown: turned, with square pixels, in the right colours. */
class DisplayTest {
  private static final int ONE = 1 << 16;
  private static final Rational RATE = new Rational(25, 1);

  @TempDir Path folder;

  /** The red corner of a 64×32 clip moves as the rotation in its track header says. */
  @ParameterizedTest
  @CsvSource({
    "1, 0, 0, 1, 64, 32, 5, 5",
    "0, 1, -1, 0, 32, 64, 26, 5",
    "-1, 0, 0, -1, 64, 32, 58, 26",
    "0, -1, 1, 0, 32, 64, 5, 58",
    "-1, 0, 0, 1, 64, 32, 58, 5"
  })
  void containerRotation(int a, int b, int c, int d, int width, int height, int redX, int redY) throws IOException {
    Path file = corner(64, 32);
    byte[] content = Files.readAllBytes(file);
    // ISO/IEC 14496-12 §8.3.2, version 0: the matrix follows 40 bytes of other fields.
    ByteBuffer matrix = ByteBuffer.wrap(content).position(Clips.box(content, "tkhd") + 40).slice();
    matrix.putInt(0, a * ONE).putInt(4, b * ONE).putInt(12, c * ONE).putInt(16, d * ONE);
    Files.write(file, content);
    try (FrameSource source = Media.open(file); Frame frame = source.next()) {
      assertThat(List.of(source.info().width(), source.info().height())).containsExactly(width, height);
      assertThat(List.of(frame.width(), frame.height())).containsExactly(width, height);
      assertThat(Patterns.pixel(frame, redX, redY)[0]).isGreaterThan(150);
      assertThat(Patterns.pixel(frame, width / 2, height / 2)[0]).isLessThan(60);
    }
  }

  private Path corner(int width, int height) {
    Path file = folder.resolve("corner.mp4");
    try (FrameSink sink = Media.create(file, Output.at(RATE)); Frame frame = Patterns.flat(width, height, 20, 20, 20)) {
      for (int y = 0; y < 10; y++) {
        for (int x = 0; x < 10; x++) {
          frame.pixels().ptr(y, x).put((byte) 220, (byte) 20, (byte) 20);
        }
      }
      sink.write(frame);
      sink.finish();
    }
    return file;
  }

  /** Saturated colours at sizes whose usual matrices differ: a wrong matrix is off by ten levels and more. */
  @ParameterizedTest
  @CsvSource({"64, 64, mp4", "1280, 64, mp4", "64, 64, webm", "1280, 64, webm", "64, 64, mov", "1280, 64, mov"})
  void coloursSurvive(int width, int height, String extension) {
    int[][] colours = {{220, 30, 30}, {30, 200, 40}, {30, 40, 220}, {0, 0, 0}, {255, 255, 255}, {225, 170, 140}};
    for (int[] colour : colours) {
      Path file = folder.resolve("flat." + extension);
      try (Frame frame = Patterns.flat(width, height, colour[0], colour[1], colour[2])) {
        try (FrameSink sink = Media.create(file, Output.at(RATE))) {
          sink.write(frame);
          sink.finish();
        }
        try (FrameSource source = Media.open(file); Frame read = source.next()) {
          assertThat(Patterns.meanDifference(frame, read)).as(extension + " " + List.of(colour[0], colour[1]))
              .isLessThanOrEqualTo(2);
        }
      }
    }
  }

  @Test
  void aStillBackgroundStaysWithinOneLevel() {
    Path file = folder.resolve("still.mp4");
    try (Frame frame = Patterns.smooth(256, 256, false, 0, RATE)) {
      try (FrameSink sink = Media.create(file, Output.at(RATE))) {
        for (int i = 0; i < 50; i++) {
          try (Frame copy = Frame.of(frame.pixels().clone(), i, new Rational(1, 25))) {
            sink.write(copy);
          }
        }
        sink.finish();
      }
      try (FrameSource source = Media.open(file)) {
        for (Frame read = source.next(); read != null; read = source.next()) {
          assertThat(Patterns.meanDifference(frame, read)).isLessThanOrEqualTo(1.0);
          read.close();
        }
      }
    }
  }

  @Test
  void oddSizesAreMadeEvenForH264AndSaidSo() {
    List<String> notes = new ArrayList<>();
    Path file = folder.resolve("odd.mp4");
    try (FrameSink sink = Media.create(file, Output.at(RATE), notes::add);
        Frame frame = Patterns.smooth(65, 49, false, 0, RATE)) {
      sink.write(frame);
      sink.finish();
    }
    assertThat(notes).singleElement().asString().contains("65×49", "66×50");
    try (FrameSource source = Media.open(file); Frame frame = source.next()) {
      assertThat(List.of(frame.width(), frame.height())).containsExactly(66, 50);
      assertThat(Patterns.pixel(frame, 65, 10)[0]).isCloseTo(Patterns.pixel(frame, 64, 10)[0],
          Offset.offset(4));
    }
  }

  @Test
  void alphaIsBlendedOverBlackWhereItCannotBeKept() {
    List<String> notes = new ArrayList<>();
    Path file = folder.resolve("flat.mp4");
    try (FrameSink sink = Media.create(file, Output.at(RATE), notes::add);
        Frame frame = Frame.still(new Mat(32, 32,
            opencv_core.CV_8UC4,
            new Scalar(200, 100, 60, 128)))) {
      sink.write(frame);
      sink.finish();
    }
    assertThat(notes).singleElement().asString().contains("transparency");
    try (FrameSource source = Media.open(file); Frame frame = source.next()) {
      assertThat(Patterns.pixel(frame, 16, 16)[0]).isCloseTo(100, Offset.offset(3));
    }
  }

  @ParameterizedTest
  @CsvSource({"mp4", "webm", "mov"})
  void tagsAreStored(String extension) throws IOException {
    Path file = folder.resolve("tagged." + extension);
    Clips.write(file, 64, 64, 2, Output.at(RATE).withMetadata(Map.of("comment", "AI-generated", "keylight_seed", "7")));
    assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).toLowerCase())
        .contains("ai-generated", "keylight_seed");
  }
}
