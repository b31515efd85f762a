package dev.keylight.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSink;
import dev.keylight.media.Images;
import dev.keylight.media.Media;
import dev.keylight.media.Output;
import dev.keylight.media.Rational;
import dev.keylight.pipeline.Demo;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One folder with everything that goes wrong in real folders, prepared twice. */
class PreparationTest {
  private static final Rational RATE = new Rational(25, 1);
  private static final PrepareOptions OPTIONS = new PrepareOptions(64, 16, 300, 1, 40, 0, false, QualityGate.NONE, null);

  @TempDir private static Path folder;
  private static Path videos;
  private static Mat portrait;
  private static Dataset data;

  @BeforeAll
  static void prepare() throws IOException {
    videos = Files.createDirectories(folder.resolve("videos"));
    Path still = Demo.portrait(folder.resolve("sample"));
    portrait = Images.read(still).pixels();
    write("good.mp4", 256, 256, 18, i -> seen(256, 256, 0.5, 0, 0.4 * i));
    Files.copy(videos.resolve("good.mp4"), videos.resolve("same.mp4"));
    write("short.mp4", 256, 256, 10, i -> seen(256, 256, 0.5, 0, i));
    write("cut.mp4", 256, 256, 40, i -> i < 20 ? seen(256, 256, 0.5, 0, 0) : seen(256, 256, 0.9, -60, 40));
    write("upright.mp4", 256, 448, 17, i -> seen(256, 448, 0.5, 0, 100));
    write("crowd.mp4", 256, 256, 17, i -> twice());
    write("empty.mp4", 256, 256, 17, i -> seen(256, 256, 0.5, 900, 900));
    write("far.mp4", 256, 256, 17, i -> seen(256, 256, 0.28, 60, 60));
    write("large.mp4", 3840, 2160, 16, i -> seen(3840, 2160, 4, 900, 0));
    Files.writeString(videos.resolve("text.mp4"), "not a video");
    byte[] whole = Files.readAllBytes(videos.resolve("good.mp4"));
    Files.write(videos.resolve("torn.mp4"), Arrays.copyOf(whole, whole.length / 3));
    Files.copy(still, videos.resolve("still.png"));
    data = preparation().run(Progress.NONE);
  }

  private static Preparation preparation() {
    return new Preparation(videos, folder.resolve("data"), OPTIONS, new Splits(0.5, null, 1), 2);
  }

  private interface Picture {
    Mat at(int index);
  }

  private static void write(String name, int width, int height, int frames, Picture picture) {
    try (FrameSink sink = Media.create(videos.resolve(name), Output.at(RATE))) {
      for (int i = 0; i < frames; i++) {
        try (Frame frame = Frame.of(picture.at(i), i, new Rational(1, 25))) {
          sink.write(frame);
        }
      }
      sink.finish();
    }
  }

  /** The sample at a scale and place, on grey. */
  private static Mat seen(int width, int height, double scale, double x, double y) {
    Mat result = new Mat();
    try (PointerScope scope = new PointerScope()) {
      Mat transform = new Mat(2, 3, opencv_core.CV_64F);
      new DoublePointer(transform.data()).put(scale, 0, x, 0, scale, y);
      opencv_imgproc.warpAffine(portrait, result, transform, new Size(width, height), opencv_imgproc.INTER_LINEAR,
          opencv_core.BORDER_CONSTANT, new Scalar(90, 100, 110, 0));
    }
    return result;
  }

  /** Two heads so near each other that no square holds only one. */
  private static Mat twice() {
    Mat left = seen(256, 256, 0.8, -60, 0);
    try (Mat half = left.apply(new Rect(40, 0, 128, 256)); Mat copy = half.clone()) {
      opencv_core.hconcat(copy, copy, left);
    }
    return left;
  }

  private static List<ManifestRow> rows(String source) {
    return data.rows().stream().filter(row -> row.source().equals(source)).toList();
  }

  private static String why(String source) {
    assertThat(rows(source)).as(source).isNotEmpty().allMatch(row -> !row.accepted());
    return rows(source).get(0).rejected();
  }

  @Test
  void a_good_video_becomes_a_clip_that_can_be_read() {
    ManifestRow row = rows("good.mp4").get(0);
    assertThat(row.accepted()).isTrue();
    assertThat(row.frames()).isEqualTo(18);
    try (Clip clip = Clip.open(data.file(row)); Frame first = clip.picture(0); Mat matte = clip.matte(17)) {
      assertThat(clip.frames()).isEqualTo(18);
      assertThat(first.width()).isEqualTo(64);
      float nose = clip.face(0).x(4);
      assertThat(nose).isBetween(16f, 48f);
      assertThat(clip.face(17).y(4)).as("the head's motion stays in the clip").isGreaterThan(clip.face(0).y(4) + 1);
      assertThat(clip.light(0).meanBrightness()).isPositive();
      assertThat(opencv_core.mean(matte).get(0)).isBetween(0.2, 0.95);
    }
  }

  @Test
  void a_cut_separates_clips() {
    assertThat(rows("cut.mp4")).hasSizeGreaterThanOrEqualTo(2).allSatisfy(row -> assertThat(row.frames()).isLessThanOrEqualTo(20));
  }

  @Test
  void upright_and_4k_videos_are_taken() {
    assertThat(rows("upright.mp4")).singleElement().matches(ManifestRow::accepted);
    assertThat(rows("large.mp4")).singleElement().matches(ManifestRow::accepted);
    assertThat(rows("large.mp4").get(0).faceHeight()).isGreaterThan(300);
  }

  @Test
  void each_rejected_video_is_told_why() {
    assertThat(why("short.mp4")).contains("10 frames", "16 are needed");
    assertThat(rows("crowd.mp4")).anySatisfy(row -> assertThat(row.rejected()).contains("another face"));
    assertThat(why("empty.mp4")).contains("no face");
    assertThat(why("far.mp4")).contains("pixels high", "40 are needed");
    assertThat(why("text.mp4")).contains("text.mp4");
    assertThat(why("torn.mp4")).contains("torn.mp4");
    assertThat(why("still.png")).contains("--stills");
    assertThat(why("same.mp4")).contains("same file as good.mp4");
  }

  @Test
  void one_person_is_on_one_side_only() {
    assertThat(data.rows().stream().filter(ManifestRow::accepted).map(row -> row.identity() + " " + row.split()).distinct()
        .map(person -> person.split(" ")[0])).doesNotHaveDuplicates();
  }

  @Test
  void a_second_run_changes_nothing_and_looks_at_nothing_again() throws IOException {
    Path clip = data.file(rows("good.mp4").get(0));
    FileTime written = Files.getLastModifiedTime(clip);
    assertThat(preparation().run(Progress.NONE).rows()).isEqualTo(data.rows());
    assertThat(Files.getLastModifiedTime(clip)).isEqualTo(written);
  }

  @Test
  void what_other_code_made_is_made_again() throws IOException {
    Path some = folder.resolve("some");
    Files.createDirectories(some.resolve("clips"));
    Files.createDirectories(some.resolve("done"));
    Path still = videos.resolve("still.png");
    VideoPreparation preparation = new VideoPreparation(OPTIONS);
    VideoPreparation.Note first = preparation.once(some, still, "still.png", "hash");
    Path note = some.resolve("done/still_png.json");
    FileTime written = Files.getLastModifiedTime(note);
    assertThat(first.key()).endsWith(CodeFingerprint.here());
    preparation.once(some, still, "still.png", "hash");
    assertThat(Files.getLastModifiedTime(note)).as("the same code").isEqualTo(written);
    String other = CodeFingerprint.here().replaceAll(".", "0");
    Files.writeString(note, Files.readString(note).replace(CodeFingerprint.here(), other).replace("take pictures", "as it was"));
    assertThat(preparation.once(some, still, "still.png", "hash").rows()).isEqualTo(first.rows());
    assertThat(note).content().contains(CodeFingerprint.here(), "take pictures");
  }

  /** Stops when the first video is done, with another in work. */
  @Test
  void a_stopped_preparation_leaves_only_what_is_true_and_goes_on() throws IOException {
    Path stopped = folder.resolve("stopped");
    Preparation preparation = new Preparation(videos, stopped, OPTIONS, new Splits(0.5, null, 1), 2);
    AtomicInteger seen = new AtomicInteger();
    Progress once = new Progress() {
      @Override
      public void update(long done, long total) {
        seen.incrementAndGet();
      }

      @Override
      public boolean cancelled() {
        return seen.get() > 0;
      }
    };
    assertThatThrownBy(() -> preparation.run(once)).isInstanceOf(KeylightException.class).hasMessageContaining("was stopped");
    ObjectMapper json = new ObjectMapper();
    try (Stream<Path> notes = Files.list(stopped.resolve("done"))) {
      for (Path note : notes.toList()) {
        for (ManifestRow row : json.readValue(note.toFile(), VideoPreparation.Note.class).rows()) {
          assertThat(row.rejected()).as(row.source()).isEqualTo(
              rows(row.source()).stream().filter(other -> other.clip().equals(row.clip())).findFirst().orElseThrow().rejected());
        }
      }
    }
    assertThat(preparation.run(Progress.NONE).rows()).isEqualTo(data.rows());
  }
}
