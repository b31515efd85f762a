package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
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
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;
import java.io.InputStream;
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
        new PrepareOptions(256, 16, 300, 1, 40, 0, false, new QualityGate(Measure.BRISQUE, 50, null), null);
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

  @Test
  void an_open_judge_remembers_nothing_of_the_clip_before() {
    QualityGate gate = new QualityGate(Measure.BRISQUE, 50, null);
    Mat blocky = blocky(portrait(256));
    try (Frame picture = Frame.still(portrait(256)); Frame other = Frame.still(blocky);
        Appraiser.Judge judge = new EvaluatorAppraiser().open(gate);
        Appraiser.Appraisal alone = new EvaluatorAppraiser().begin(gate, 1)) {
      alone.look(picture);
      double[] numbers = new double[3];
      double[][] people = new double[3][];
      Frame[] clips = {picture, other, picture};
      for (int i = 0; i < 3; i++) {
        try (Appraiser.Appraisal appraisal = judge.begin(1)) {
          appraisal.look(clips[i]);
          numbers[i] = appraisal.quality();
          people[i] = appraisal.person();
        }
      }
      assertThat(numbers[0]).isEqualTo(alone.quality()).isEqualTo(numbers[2]).isNotEqualTo(numbers[1]);
      assertThat(people[0]).containsExactly(alone.person(), Offset.offset(0.0));
      assertThat(people[2]).containsExactly(people[0], Offset.offset(0.0));
    }
  }

  @Test
  void another_file_of_the_gates_network_is_another_judge_and_another_place_is_not() throws IOException {
    Path here = Files.writeString(folder.resolve("a.pt"), "some network");
    Path moved = Files.writeString(Files.createDirectories(folder.resolve("b")).resolve("b.pt"), "some network");
    Path other = Files.writeString(folder.resolve("c.pt"), "SOME network");
    EvaluatorAppraiser appraiser = new EvaluatorAppraiser();
    String identity = appraiser.identity(new QualityGate(Measure.VQA, 0.6, here.toString()));
    assertThat(appraiser.identity(new QualityGate(Measure.VQA, 0.6, moved.toString()))).isEqualTo(identity);
    assertThat(appraiser.identity(new QualityGate(Measure.VQA, 0.6, other.toString()))).isNotEqualTo(identity);
    String shipped = appraiser.identity(new QualityGate(Measure.BRISQUE, 60, null));
    assertThat(shipped).matches("[0-9a-f]{16}").isNotEqualTo(identity);
    assertThat(new VideoPreparation(PrepareOptions.full()).key("hash")).endsWith(" judged by " + shipped);
  }

  private Dataset gated(Path videos, Path network, String data) {
    PrepareOptions options = new PrepareOptions(
        256, 16, 300, 1, 40, 0, false, new QualityGate(Measure.VQA, 0.25, network.toString()), null);
    return new Preparation(videos, folder.resolve(data), options, new Splits(0, null, 1), 2).run(Progress.NONE);
  }

  /** With a network that takes brightness for quality, of a clip shorter than the 32 frames it is shown. */
  @Test
  void a_network_of_the_users_decides_and_a_file_that_is_none_ends_the_preparation() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Mat clean = portrait(512);
    Mat dark = new Mat();
    clean.convertTo(dark, -1, 0.3, 0);
    film(videos.resolve("clean.mp4"), clean);
    film(videos.resolve("dark.mp4"), dark);
    Path network = folder.resolve("quality.pt");
    try (InputStream in = EvaluatorAppraiserTest.class.getResourceAsStream("quality.pt")) {
      Files.write(network, in.readAllBytes());
    }
    Dataset data = gated(videos, network, "data");
    ManifestRow bright = data.rows().get(0);
    assertThat(bright.rejected()).isNull();
    assertThat(bright.quality()).isBetween(0.25, 0.9);
    assertThat(data.rows().get(1).rejected()).contains("by vqa", "at least 0.250 is needed");
    assertThat(data.rows().get(1).quality()).isBetween(0.02, 0.25);
    Path text = Files.writeString(folder.resolve("text.pt"), "no network");
    assertThatThrownBy(() -> gated(videos, text, "none")).isInstanceOf(BadInputException.class)
        .hasMessageContaining("text.pt cannot be loaded as TorchScript");
    assertThat(folder.resolve("none/done")).isEmptyDirectory();
  }
}
