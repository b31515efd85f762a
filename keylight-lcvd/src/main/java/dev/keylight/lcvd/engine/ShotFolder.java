package dev.keylight.lcvd.engine;

import dev.keylight.engine.Shot;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.media.Rational;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** The shots of a video in files, while the model works on its whole clip. */
final class ShotFolder implements AutoCloseable {
  private final Path folder = HintFolder.temporary();
  private final List<Kept> shots = new ArrayList<>();

  private record Kept(boolean face, int width, int height, long presentationTime, Rational timeBase) {}

  /** Closes the shot's picture and matte. */
  void add(Shot shot) {
    int number = shots.size();
    try (Frame frame = shot.frame(); Mat matte = shot.matte()) {
      Images.write(frame, file("shot", number));
      if (shot.face().isPresent()) {
        HintFolder.writeMatte(matte, picture -> picture, file("matte", number));
      }
      shots.add(new Kept(shot.face().isPresent(), frame.width(), frame.height(), frame.presentationTime(), frame.timeBase()));
    }
  }

  int count() {
    return shots.size();
  }

  /** Whether the model makes a frame for this shot. */
  boolean hasFace(int number) {
    return shots.get(number).face;
  }

  /** The shot as it was; the caller's to close. */
  Frame asItWas(int number) {
    return timed(Images.read(file("shot", number)).pixels(), number);
  }

  /**
   * The person as the model made it, before the shot's own background.
   *
   * @param square what the model made; closed
   * @param size side of the model's square
   */
  Frame relit(int number, Frame square, int size) {
    Kept kept = shots.get(number);
    Square fit = new Square(kept.width, kept.height, size);
    try (Frame made = fit.take(square, kept.presentationTime, kept.timeBase);
        Frame shot = Images.read(file("shot", number));
        Frame matte = Images.read(file("matte", number));
        Mat person = new Mat();
        Mat rest = new Mat();
        Mat a = new Mat();
        Mat b = new Mat()) {
      matte.pixels().convertTo(person, opencv_core.CV_32F, 1 / 255.0, 0);
      person.convertTo(rest, -1, -1, 1);
      made.pixels().convertTo(a, opencv_core.CV_32F);
      shot.pixels().convertTo(b, opencv_core.CV_32F);
      opencv_core.multiply(a, person, a);
      opencv_core.multiply(b, rest, b);
      opencv_core.add(a, b, a);
      Mat blended = new Mat();
      a.convertTo(blended, opencv_core.CV_8U);
      return timed(blended, number);
    }
  }

  private Frame timed(Mat pixels, int number) {
    return Frame.of(pixels, shots.get(number).presentationTime, shots.get(number).timeBase);
  }

  private Path file(String what, int number) {
    return folder.resolve(String.format("%s-%06d.png", what, number));
  }

  @Override
  public void close() {
    HintFolder.remove(folder);
  }
}
