package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs that cannot be used are told in one sentence that names the file. */
class BadInputTest {
  private static final Rational RATE = new Rational(25, 1);

  @TempDir Path folder;

  private AbstractThrowableAssert<?, ?> refused(Path file) {
    return refused(file, Limits.DEFAULT);
  }

  private AbstractThrowableAssert<?, ?> refused(Path file, Limits limits) {
    return assertThatThrownBy(() -> {
      try (FrameSource source = Media.open(file, limits)) {
        for (Frame frame = source.next(); frame != null; frame = source.next()) {
          frame.close();
        }
      }
    }).isInstanceOf(BadInputException.class).hasMessageContaining(file.getFileName().toString())
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n").doesNotContain("0x").hasSizeLessThan(300));
  }

  @Test
  void missing() {
    refused(folder.resolve("none.mp4")).hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"zero.mp4", "zero.png"})
  void zeroBytes(String name) throws IOException {
    refused(Files.createFile(folder.resolve(name))).hasMessageContaining("empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"letter.mp4", "letter.png", "letter.txt", "letter.webm"})
  void textRenamed(String name) throws IOException {
    refused(Files.writeString(folder.resolve(name), "Dear reader,\nthis is a letter.\n".repeat(50)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise.mp4", "noise.webm", "noise.jpg"})
  void noise(String name) throws IOException {
    byte[] content = new byte[50_000];
    new Random(1).nextBytes(content);
    refused(Files.write(folder.resolve(name), content));
  }

  /** A playlist must not lead FFmpeg to other files. */
  @ParameterizedTest
  @ValueSource(strings = {
    "ffconcat version 1.0\nfile '%s'\n",
    "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n%s\n#EXT-X-ENDLIST\n",
    "<?xml version=\"1.0\"?><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\"><BaseURL>%s</BaseURL></MPD>"
  })
  void playlists(String text) throws IOException {
    Path clip = Clips.write(folder.resolve("secret.mp4"), 64, 64, 3, Output.at(RATE));
    refused(Files.writeString(folder.resolve("playlist.mp4"), text.formatted(clip)));
  }

  @ParameterizedTest
  @CsvSource({"mp4, 0.05", "mp4, 0.3", "mp4, 0.6", "mp4, 0.9", "mp4, 0.999", "mov, 0.05", "mov, 0.5", "mov, 0.9",
      "webm, 0.02", "webm, 0.5", "webm, 0.9"})
  void truncatedVideo(String extension, double kept) throws IOException {
    Path whole = Clips.write(folder.resolve("whole." + extension), 96, 96, 60, Output.at(RATE));
    byte[] content = Files.readAllBytes(whole);
    refused(Files.write(folder.resolve("cut." + extension), Arrays.copyOf(content, (int) (content.length * kept))));
  }

  @ParameterizedTest
  @CsvSource({"a.png, 0.2", "a.png, 0.9", "a.jpg, 0.3", "a.jpg, 0.95", "a.webp, 0.5", "a.tiff, 0.5"})
  void truncatedStill(String name, double kept) throws IOException {
    Path whole = folder.resolve(name);
    try (Frame frame = Patterns.smooth(200, 100, false, 0, RATE)) {
      Images.write(frame, whole);
    }
    byte[] content = Files.readAllBytes(whole);
    refused(Files.write(folder.resolve("cut-" + name), Arrays.copyOf(content, (int) (content.length * kept))));
  }

  @Test
  void corruptVideo() throws IOException {
    Path whole = Clips.write(folder.resolve("whole.mp4"), 96, 96, 60, Output.at(RATE).withQuality(100));
    byte[] content = Files.readAllBytes(whole);
    int media = Clips.box(content, "mdat");
    Arrays.fill(content, media + 2000, media + 3000, (byte) 0xA5);
    refused(Files.write(folder.resolve("corrupt.mp4"), content)).hasMessageContaining("frame ");
  }

  /** A file of 100 bytes that claims 20,000 × 20,000 pixels is refused by its header. */
  @ParameterizedTest
  @ValueSource(strings = {"huge.png", "huge.mp4"})
  void hugePngHeader(String name) throws IOException {
    ByteBuffer png = ByteBuffer.allocate(100);
    png.putLong(0x89504E470D0A1A0AL).putInt(13);
    int start = png.position();
    png.put("IHDR".getBytes()).putInt(20_000).putInt(20_000).put(new byte[] {8, 2, 0, 0, 0});
    CRC32 crc = new CRC32();
    crc.update(png.array(), start, png.position() - start);
    png.putInt((int) crc.getValue());
    png.putInt(0).put("IEND".getBytes()).putInt(0xAE426082);
    refused(Files.write(folder.resolve(name), Arrays.copyOf(png.array(), png.position())))
        .hasMessageContaining("20000×20000").hasMessageContaining("limit");
  }

  @Test
  void limitsOfClips() {
    Path file = Clips.write(folder.resolve("clip.mp4"), 96, 64, 50, Output.at(RATE));
    refused(file, new Limits(96 * 64 - 1, 100, 100)).hasMessageContaining("96×64");
    refused(file, new Limits(10_000, 1.5, 100)).hasMessageContaining("2 seconds");
    refused(file, new Limits(10_000, 100, 49)).hasMessageContaining("50 frames");
    assertThat(Clips.count(file)).isEqualTo(50);
  }

  @Test
  void folderWithoutPictures() {
    refused(folder).hasMessageContaining("holds no");
  }

  @Test
  void folderOfUnlikePictures() {
    try (Frame a = Patterns.flat(8, 8, 1, 2, 3); Frame b = Patterns.flat(9, 8, 1, 2, 3)) {
      Images.write(a, folder.resolve("1.png"));
      Images.write(b, folder.resolve("2.png"));
    }
    assertThatThrownBy(() -> Clips.count(folder)).isInstanceOf(BadInputException.class)
        .hasMessageContaining("2.png").hasMessageContaining("9×8");
  }

  @Test
  void soundWithoutPictures() throws IOException {
    refused(Clips.tone(folder.resolve("tone.wav"), 0.2)).hasMessageContaining("no picture");
  }
}
