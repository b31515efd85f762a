package dev.keylight.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.Progress;
import dev.keylight.media.Frame;
import dev.keylight.media.FrameSource;
import dev.keylight.media.Media;
import dev.keylight.train.SmallData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The published layout of a small data set, read back. */
class PublishedExportTest {
  @TempDir private Path folder;

  /** The first picture of a video, and how many there are. */
  private static Mat first(JsonNode path, int frames) {
    try (FrameSource video = Media.open(Path.of(path.asText()))) {
      assertThat(video.info().frameRate().value()).isEqualTo(20);
      Mat picture = null;
      int count = 0;
      for (Frame frame = video.next(); frame != null; frame = video.next()) {
        picture = picture == null ? frame.pixels().clone() : picture;
        frame.close();
        count++;
      }
      assertThat(count).isEqualTo(frames);
      return picture;
    }
  }

  private static double apart(Mat a, Mat b) {
    try (Mat difference = new Mat()) {
      opencv_core.absdiff(a, b, difference);
      return opencv_core.mean(difference).get(0);
    }
  }

  @Test
  void the_list_names_pictures_as_the_video_and_each_hint_as_itself() throws IOException {
    Dataset data = Dataset.open(SmallData.write(folder.resolve("data"), 64, 4));
    Path target = folder.resolve("talking/Small");
    Path list = new PublishedExport(data, target).write(Progress.NONE);
    assertThat(list).hasFileName("Small-data-consistent.json");
    JsonNode rows = new ObjectMapper().readTree(list.toFile());
    assertThat(rows).as("two people, and the third kept for validation").hasSize(2);
    JsonNode row = rows.get(0);
    assertThat(Path.of(row.get("video_path").asText()).getParent()).hasFileName("Small-video");
    try (Clip clip = Clip.open(data.file(data.rows().get(0))); Frame picture = clip.picture(0);
        Mat video = first(row.get("video_path"), 4); Mat shading = first(row.get("light_path"), 4);
        Mat landmarks = first(row.get("kps_path"), 4); Mat matte = first(row.get("mask_path"), 4)) {
      assertThat(apart(video, picture.pixels())).as("the pictures themselves").isLessThan(8);
      assertThat(apart(shading, picture.pixels())).as("and not the shading").isGreaterThan(20);
      assertThat(opencv_core.mean(matte).get(0)).as("a disc of a third of the side").isBetween(80.0, 115.0);
      assertThat(opencv_core.mean(landmarks).get(0)).isBetween(0.5, 60.0);
    }
    Path video = Path.of(row.get("video_path").asText());
    FileTime written = Files.getLastModifiedTime(video);
    new PublishedExport(data, target).write(Progress.NONE);
    assertThat(Files.getLastModifiedTime(video)).isEqualTo(written);
  }

  @Test
  void clips_prepared_again_with_flame_take_the_place_of_those_before() throws IOException {
    Path place = folder.resolve("data");
    Path target = folder.resolve("Small");
    Dataset mesh = Dataset.open(SmallData.write(place, 64, 3));
    new PublishedExport(mesh, target).write(Progress.NONE);
    Path shading = target.resolve("Small-mesh/person0.mp4");
    Files.setLastModifiedTime(shading, FileTime.fromMillis(0));
    Dataset flame = Dataset.open(SmallData.withFlame(place, 64, 3));
    JsonNode rows = new ObjectMapper().readTree(new PublishedExport(flame, target).write(Progress.NONE).toFile());
    try (Clip clip = Clip.open(flame.file(flame.rows().get(0))); Frame hint = new ClipMaps(clip).shading(0);
        Mat video = first(rows.get(0).get("light_path"), 3)) {
      assertThat(opencv_core.mean(hint.pixels()).get(0)).isGreaterThan(10);
      assertThat(apart(video, hint.pixels())).as("the dome under DECA's light").isLessThan(8);
    }
  }
}
