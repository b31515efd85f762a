package dev.keylight.face;

import static org.bytedeco.opencv.global.opencv_core.BORDER_REPLICATE;
import static org.bytedeco.opencv.global.opencv_core.CV_64F;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.bytedeco.opencv.global.opencv_imgproc.warpAffine;

import dev.keylight.media.Frame;
import dev.keylight.media.Rational;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Pictures for tests: the shipped sample portrait and what can be made of it. */
final class Pictures {
  private Pictures() {}

  /** 512 × 512 RGB; the caller closes it. */
  static Mat astronaut() {
    try (InputStream in = Pictures.class.getResourceAsStream("/dev/keylight/samples/astronaut.png")) {
      byte[] bytes = in.readAllBytes();
      try (BytePointer pointer = new BytePointer(bytes);
          Mat file = new Mat(1, bytes.length, CV_8U, pointer)) {
        return imdecode(file, IMREAD_COLOR_RGB);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One colour, 8-bit RGB. */
  static Mat plain(int width, int height, int grey) {
    return new Mat(height, width, CV_8UC3, new Scalar(grey, grey, grey, 0));
  }

  /** The portrait carried by {@code a b tx c d ty} in pixels with centres at .5, its edge repeated. */
  static Mat astronaut(int width, int height, double... affine) {
    try (Mat source = astronaut();
        Mat transform = new Mat(2, 3, CV_64F)) {
      double[] t = affine.clone();
      t[2] += 0.5 * (t[0] + t[1]) - 0.5;
      t[5] += 0.5 * (t[3] + t[4]) - 0.5;
      new DoublePointer(transform.data()).put(t);
      Mat moved = new Mat();
      warpAffine(source, moved, transform, new Size(width, height), INTER_LINEAR, BORDER_REPLICATE, new Scalar());
      return moved;
    }
  }

  /** Puts the portrait, {@code side} pixels large, into a picture. */
  static Mat paste(Mat picture, int x, int y, int side) {
    try (Mat source = astronaut();
        Mat scaled = new Mat();
        Mat target = new Mat(picture, new Rect(x, y, side, side))) {
      resize(source, scaled, new Size(side, side), 0, 0, INTER_AREA);
      scaled.copyTo(target);
    }
    return picture;
  }

  /** The n-th frame of a clip of 25 frames a second. */
  static Frame frame(Mat pixels, int n) {
    return Frame.of(pixels, n, new Rational(1, 25));
  }
}
