package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.light.LightSpec;
import dev.keylight.light.SphericalHarmonics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LightReaderTest {
  @TempDir Path folder;

  /** A dim grey panorama with a warm lamp of the sun's kind to the right, brighter than any display. */
  @ParameterizedTest
  @ValueSource(strings = {"studio.hdr", "studio.exr"})
  void aPanoramasLampShinesFromItsPlaceInItsColour(String name) throws IOException {
    Path file = folder.resolve(name);
    float[] blueGreenRed = new float[3 * 128 * 64];
    Arrays.fill(blueGreenRed, .1f);
    for (int y = 30; y < 34; y++) {
      for (int x = 94; x < 98; x++) {
        blueGreenRed[3 * (128 * y + x)] = 50;
        blueGreenRed[3 * (128 * y + x) + 1] = 100;
        blueGreenRed[3 * (128 * y + x) + 2] = 200;
      }
    }
    if (name.endsWith(".exr")) {
      Files.write(file, openExr(128, 64, blueGreenRed));
    } else {
      try (Mat picture = new Mat(64, 128, opencv_core.CV_32FC3)) {
        new FloatPointer(picture.data()).put(blueGreenRed);
        assertThat(opencv_imgcodecs.imwrite(file.toString(), picture)).isTrue();
      }
    }
    try (LightReader reader = new LightReader(Progress.NONE)) {
      SphericalHarmonics light = LightSpec.parse(file.toString()).resolve(reader).at(0);
      assertThat(light.dominantDirection()[0]).isGreaterThan(.99f);
      assertThat(light.get(1, 0) / light.get(1, 2)).isCloseTo(4, within(.1f));
      SphericalHarmonics turned = LightSpec.parse("turn:" + file + ",by=-90").resolve(reader).at(0);
      assertThat(turned.dominantDirection()[2]).as("turned back to the front").isGreaterThan(.99f);
    }
  }

  /** An OpenEXR picture of uncompressed scan lines, as its file layout (openexr.com) describes them. */
  private static byte[] openExr(int width, int height, float[] blueGreenRed) {
    ByteBuffer exr = ByteBuffer.allocate(1000 + height * (16 + 12 * width)).order(ByteOrder.LITTLE_ENDIAN);
    exr.putInt(20000630).putInt(2);
    ByteBuffer channels = ByteBuffer.allocate(3 * 18 + 1).order(ByteOrder.LITTLE_ENDIAN);
    for (char channel : "BGR".toCharArray()) {
      channels.put((byte) channel).put((byte) 0).putInt(2).putInt(0).putInt(1).putInt(1);
    }
    ByteBuffer window = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putInt(0).putInt(width - 1).putInt(height - 1);
    byte[] one = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(1).array();
    attribute(exr, "channels", "chlist", channels.array());
    attribute(exr, "compression", "compression", new byte[1]);
    attribute(exr, "dataWindow", "box2i", window.array());
    attribute(exr, "displayWindow", "box2i", window.array());
    attribute(exr, "lineOrder", "lineOrder", new byte[1]);
    attribute(exr, "pixelAspectRatio", "float", one);
    attribute(exr, "screenWindowCenter", "v2f", new byte[8]);
    attribute(exr, "screenWindowWidth", "float", one);
    exr.put((byte) 0);
    int lines = exr.position() + 8 * height;
    for (int y = 0; y < height; y++) {
      exr.putLong(lines + (long) y * (8 + 12 * width));
    }
    for (int y = 0; y < height; y++) {
      exr.putInt(y).putInt(12 * width);
      for (int channel = 0; channel < 3; channel++) {
        for (int x = 0; x < width; x++) {
          exr.putFloat(blueGreenRed[3 * (width * y + x) + channel]);
        }
      }
    }
    return Arrays.copyOf(exr.array(), exr.position());
  }

  private static void attribute(ByteBuffer exr, String name, String type, byte[] value) {
    exr.put((name + "\0" + type + "\0").getBytes(StandardCharsets.US_ASCII)).putInt(value.length).put(value);
  }

  @Test
  void aDamagedPanoramaIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("broken.exr"), "this is no picture");
    try (LightReader reader = new LightReader(Progress.NONE)) {
      assertThatThrownBy(() -> LightSpec.parse(file.toString()).resolve(reader))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("broken.exr");
    }
  }
}
