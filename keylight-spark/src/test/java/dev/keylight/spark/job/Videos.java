package dev.keylight.spark.job;

import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/** Small videos of the sample portrait. */
final class Videos {
  private static final int SIDE = 192;

  private Videos() {}

  /** The sample, slowly sinking. */
  static Path write(Path file, int frames) throws IOException {
    Path sample = Files.createTempDirectory("sample");
    try (Frame portrait = Images.read(Demo.portrait(sample)); FrameSink sink = Media.create(file, Output.at(new Rational(25, 1)))) {
      for (int i = 0; i < frames; i++) {
        try (Frame frame = Frame.of(seen(portrait.pixels(), 0.5 * i), i, new Rational(1, 25))) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
    return file;
  }

  private static Mat seen(Mat portrait, double down) {
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      double scale = (double) SIDE / portrait.cols();
      Mat transform = new Mat(2, 3, opencv_core.CV_64F);
      new DoublePointer(transform.data()).put(scale, 0, 0, 0, scale, down);
      opencv_imgproc.warpAffine(portrait, result, transform, new Size(SIDE, SIDE), opencv_imgproc.INTER_LINEAR,
          opencv_core.BORDER_CONSTANT, new Scalar(90, 100, 110, 0));
    }
    return result;
  }
}
