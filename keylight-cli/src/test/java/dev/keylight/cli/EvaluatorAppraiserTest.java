package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.Progress;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Demo;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.prepare.Appraiser;
import dev.keylight.train.prepare.Preparation;
import dev.keylight.train.prepare.PrepareOptions;
import dev.keylight.train.prepare.QualityGate;
import dev.keylight.train.prepare.QualityGate.Measure;
import dev.keylight.train.prepare.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clips judged by the evaluator, through the preparation that finds it on the class path. */
class EvaluatorAppraiserTest {
  private static final int FRAMES = 17;

  @TempDir private Path folder;

  /** The sample as a picture of a given side. */
  private Mat portrait(int side) {
    Mat scaled = new Mat();
    try (Frame still = Images.read(Demo.portrait(folder)); Size size = new Size(side, side)) {
      opencv_imgproc.resize(still.pixels(), scaled, size, 0, 0, opencv_imgproc.INTER_AREA);
    }
    return scaled;
  }

  /** In squares of eight pixels, as after far too strong compression. */
  private static Mat blocky(Mat picture) {
    Mat result = new Mat();
    try (Mat small = new Mat(); Size few = new Size(picture.cols() / 8, picture.rows() / 8);
        Size all = new Size(picture.cols(), picture.rows())) {
      opencv_imgproc.resize(picture, small, few, 0, 0, opencv_imgproc.INTER_AREA);
      opencv_imgproc.resize(small, result, all, 0, 0, opencv_imgproc.INTER_NEAREST);
    }
    return result;
  }

  private static void film(Path file, Mat picture) {
    Rational rate = new Rational(25, 1);
    try (FrameSink sink = Media.create(file, Output.at(rate))) {
      for (int i = 0; i < FRAMES; i++) {
        try (Frame frame = Frame.of(picture.clone(), i, new Rational(1, 25))) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
  }

  @Test
  void a_ruined_video_is_left_out_with_its_number_and_two_of_one_person_are_one() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Mat clean = portrait(512);
    Mat mirrored = new Mat();
    opencv_core.flip(clean, mirrored, 1);
    film(videos.resolve("clean.mp4"), clean);
    film(videos.resolve("mirrored.mp4"), mirrored);
    film(videos.resolve("ruined.mp4"), blocky(clean));
    PrepareOptions options =
        new PrepareOptions(256, 16, 300, 1, 40, 0, false, new QualityGate(Measure.BRISQUE, 50, null));
    Dataset data = new Preparation(videos, folder.resolve("data"), options, new Splits(0.5, null, 1), 1).run(Progress.NONE);
    assertThat(data.rows()).hasSize(3);
    ManifestRow first = data.rows().get(0);
    assertThat(first.rejected()).isNull();
    assertThat(first.quality()).isBetween(0.0, 50.0);
    assertThat(data.rows().get(1).identity()).as("the same face, mirrored").isEqualTo(first.identity());
    ManifestRow ruined = data.rows().get(2);
    assertThat(ruined.rejected()).contains("quality", "by brisque", "at most 50.0 is needed");
    assertThat(ruined.quality()).isGreaterThan(50);
    assertThat(data.file(ruined)).doesNotExist();
  }

  @Test
  void a_picture_has_the_same_numbers_each_time_and_what_shows_nobody_has_none() {
    try (Frame picture = Frame.still(portrait(256));
        Frame grey = Frame.still(new Mat(256, 256, opencv_core.CV_8UC3, Scalar.all(120)))) {
      double[] once = person(picture);
      assertThat(once).hasSize(128);
      assertThat(person(picture)).containsExactly(once, Offset.offset(0.0));
      assertThat(person(grey)).isNull();
    }
  }

  private static double[] person(Frame picture) {
    try (Appraiser.Appraisal appraisal = Appraiser.found().orElseThrow().begin(QualityGate.NONE, 1)) {
      appraisal.look(picture);
      return appraisal.person();
    }
  }
}
