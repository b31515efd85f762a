package dev.keylight.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.light.LightSpec;
import dev.keylight.light.SphericalHarmonics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LightReaderTest {
  @TempDir Path folder;

  /** A dim grey panorama with a warm lamp of the sun's kind to the right, brighter than any display. */
  @Test
  void aPanoramasLampShinesFromItsPlaceInItsColour() {
    Path file = folder.resolve("studio.hdr");
    float[] blueGreenRed = new float[3 * 128 * 64];
    Arrays.fill(blueGreenRed, .1f);
    for (int y = 30; y < 34; y++) {
      for (int x = 94; x < 98; x++) {
        blueGreenRed[3 * (128 * y + x)] = 50;
        blueGreenRed[3 * (128 * y + x) + 1] = 100;
        blueGreenRed[3 * (128 * y + x) + 2] = 200;
      }
    }
    try (Mat picture = new Mat(64, 128, opencv_core.CV_32FC3)) {
      new FloatPointer(picture.data()).put(blueGreenRed);
      assertThat(opencv_imgcodecs.imwrite(file.toString(), picture)).isTrue();
    }
    try (LightReader reader = new LightReader(Progress.NONE)) {
      SphericalHarmonics light = LightSpec.parse(file.toString()).resolve(reader).at(0);
      assertThat(light.dominantDirection()[0]).isGreaterThan(.99f);
      assertThat(light.get(1, 0) / light.get(1, 2)).isCloseTo(4, within(.1f));
      SphericalHarmonics turned = LightSpec.parse("turn:" + file + ",by=-90").resolve(reader).at(0);
      assertThat(turned.dominantDirection()[2]).as("turned back to the front").isGreaterThan(.99f);
    }
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
