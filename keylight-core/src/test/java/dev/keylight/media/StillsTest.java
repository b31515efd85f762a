package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of still becomes upright 8-bit sRGB. The fixtures show red, green / blue, grey. */
class StillsTest {
  private static final int[] RED = {200, 40, 30};
  private static final int[] GREEN = {30, 180, 60};
  private static final int[] BLUE = {40, 60, 200};
  private static final int[] GREY = {128, 128, 128};

  @TempDir Path folder;

  static Path fixture(String name) {
    try {
      return Path.of(StillsTest.class.getResource(name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cmyk.jpg", "cmyk.tif", "rgb16.png", "rgb16.tif", "palette.png", "orientation-2.jpg",
      "orientation-3.jpg", "orientation-4.jpg", "orientation-5.jpg", "orientation-6.jpg", "orientation-7.jpg",
      "orientation-8.jpg"})
  void coloursAndOrientation(String name) {
    try (Frame frame = Images.read(fixture(name))) {
      assertThat(new int[] {frame.width(), frame.height()}).containsExactly(24, 16);
      assertThat(frame.hasAlpha()).isFalse();
      assertNear(frame, 5, 3, RED);
      assertNear(frame, 18, 3, GREEN);
      assertNear(frame, 5, 12, BLUE);
      assertNear(frame, 18, 12, GREY);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.png", "grey.jpg", "grey16.png"})
  void greyBecomesRgb(String name) {
    try (Frame frame = Images.read(fixture(name))) {
      assertNear(frame, 5, 3, new int[] {87, 87, 87});
      assertNear(frame, 18, 12, GREY);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "alpha.webp, 200, 40, 30, 100, 255",
    "alpha.tif, 200, 40, 30, 100, 255",
    "grey-alpha.png, 87, 87, 87, 100, 100",
    "palette-transparent.png, 200, 40, 30, 255, 0"
  })
  void alphaStaysStraight(String name, int red, int green, int blue, int left, int right) {
    try (FrameSource source = Media.open(fixture(name)); Frame frame = source.next()) {
      assertThat(source.info().hasAlpha()).isTrue();
      assertThat(source.info().still()).isTrue();
      assertNear(frame, 5, 3, new int[] {red, green, blue, left});
      assertThat(Patterns.pixel(frame, 18, 12)[3]).isEqualTo(right);
      assertThat(source.next()).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"a.png, 0", "a.tiff, 0", "a.jpg, 1.5", "a.webp, 2.5"})
  void whatIsWrittenIsRead(String name, double tolerance) {
    Path file = folder.resolve(name);
    try (Frame frame = Patterns.smooth(61, 43, false, 0, new Rational(25, 1))) {
      Images.write(frame, file);
      try (Frame read = Images.read(file)) {
        assertThat(Patterns.meanDifference(frame, read)).isLessThanOrEqualTo(tolerance);
      }
    }
  }

  @Test
  void tagsAreStoredAsText() throws IOException {
    Map<String, String> tags = Map.of("comment", "AI-generated, größer");
    try (Frame frame = Patterns.flat(8, 8, 10, 20, 30)) {
      Images.write(frame, folder.resolve("a.png"), 90, tags);
      Images.write(frame, folder.resolve("a.jpg"), 90, tags);
    }
    for (String name : new String[] {"a.png", "a.jpg"}) {
      assertThat(new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.UTF_8))
          .contains("AI-generated, größer");
      try (Frame read = Images.read(folder.resolve(name))) {
        assertNear(read, 4, 4, new int[] {10, 20, 30});
      }
    }
  }

  @Test
  void embeddedProfileIsConverted() throws IOException {
    Path file = folder.resolve("linear.png");
    try (Frame frame = Patterns.flat(8, 8, 55, 55, 55)) {
      Images.write(frame, file);
    }
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    chunk.writeBytes("iCCPlinear\0\0".getBytes(StandardCharsets.ISO_8859_1));
    try (DeflaterOutputStream deflate = new DeflaterOutputStream(chunk)) {
      deflate.write(profile);
    }
    CRC32 crc = new CRC32();
    crc.update(chunk.toByteArray());
    byte[] plain = Files.readAllBytes(file);
    Files.write(file, ByteBuffer.allocate(plain.length + chunk.size() + 8).put(plain, 0, 33).putInt(chunk.size() - 4)
        .put(chunk.toByteArray()).putInt((int) crc.getValue()).put(plain, 33, plain.length - 33).array());
    // sRGB's curve (IEC 61966-2-1) takes 55/255 of the light to level 128.
    try (Frame read = Images.read(file)) {
      assertNear(read, 4, 4, new int[] {128, 128, 128});
    }
  }

  private static void assertNear(Frame frame, int x, int y, int[] expected) {
    int[] found = Patterns.pixel(frame, x, y);
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).as("channel %d at %d,%d", i, x, y).isCloseTo(expected[i], Offset.offset(3));
    }
  }
}
