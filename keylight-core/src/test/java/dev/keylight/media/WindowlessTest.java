package dev.keylight.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WindowlessTest {
  /** On machines with GTK this is all that can be seen of it; on others most tests would fail without. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void what_the_matte_needs_loads_without_a_windowing_system() throws IOException {
    try (Frame frame = Patterns.smooth(16, 16, false, 0, new Rational(25, 1))) {
      assertThat(frame.width()).isEqualTo(16);
    }
    Loader.load(opencv_ximgproc.class);
    String loaded = Files.readString(Path.of("/proc/self/maps"));
    assertThat(loaded).contains("libopencv_ximgproc").doesNotContain("libopencv_highgui", "libgtk");
  }
}
