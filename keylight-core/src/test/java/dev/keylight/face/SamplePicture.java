package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** The shipped sample portrait, decoded for tests. */
final class SamplePicture {
  private SamplePicture() {}

  /** 512 × 512 RGB; the caller closes it. */
  static Mat astronaut() {
    try (InputStream in = SamplePicture.class.getResourceAsStream("/dev/keylight/samples/astronaut.png")) {
      byte[] bytes = in.readAllBytes();
      try (BytePointer pointer = new BytePointer(bytes);
          Mat file = new Mat(1, bytes.length, CV_8U, pointer)) {
        return imdecode(file, IMREAD_COLOR_RGB);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
