package dev.keylight.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.model.FaceFolder;
import dev.keylight.pipeline.Demo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of DECA and FLAME decide what a clip is, and what is said when they are not there. */
class FlameFilesTest {
  @TempDir private Path folder;

  private Path weights(String name) throws IOException {
    Path weights = Files.createDirectories(folder.resolve(name));
    for (String file : new String[] {FaceFolder.DECA, FaceFolder.FLAME, FaceRegion.REGIONS, FaceFolder.S3FD, FaceFolder.FAN}) {
      Files.writeString(weights.resolve(file), "content of " + file);
    }
    return weights;
  }

  private static PrepareOptions options(Path weights, boolean ownDetector) {
    return new PrepareOptions(
        64, 16, 300, 1, 40, 0, true, QualityGate.NONE, weights == null ? null : new FlameFiles(weights.toString(), ownDetector));
  }

  private static String key(Path weights, boolean ownDetector) {
    return new VideoPreparation(options(weights, ownDetector)).key("hash");
  }

  @Test
  void the_files_contents_count_and_their_place_does_not() throws IOException {
    Path here = weights("here");
    String before = key(here, false);
    assertThat(before).isNotEqualTo(key(null, false)).isNotEqualTo(key(here, true));
    Path there = weights("there");
    assertThat(key(there, false)).as("the same files elsewhere").isEqualTo(before);
    Files.writeString(there.resolve("unet.pth"), "some other weights");
    assertThat(key(there, false)).as("what has no part in it").isEqualTo(before);
    Files.writeString(there.resolve(FaceFolder.DECA), "CONTENT of " + FaceFolder.DECA);
    assertThat(key(there, false)).as("other content of the same length").isNotEqualTo(before);
  }

  @Test
  void detectors_count_only_where_they_are_used() throws IOException {
    Path here = weights("here");
    String found = key(here, false);
    String own = key(here, true);
    Files.writeString(here.resolve(FaceFolder.FAN), "another network");
    assertThat(key(here, true)).isEqualTo(own);
    assertThat(key(here, false)).isNotEqualTo(found);
  }

  @Test
  void missing_or_damaged_files_end_the_preparation_with_a_sentence_and_reject_no_video() throws IOException {
    Path videos = Files.createDirectories(folder.resolve("videos"));
    Demo.portrait(videos);
    Path here = weights("here");
    Files.delete(here.resolve(FaceFolder.FLAME));
    Path data = folder.resolve("data");
    assertThatThrownBy(() -> new Preparation(videos, data, options(here, true), new Splits(0, null, 0), 1).run(Progress.NONE))
        .isInstanceOf(BadInputException.class).hasMessageContaining(FaceFolder.FLAME);
    Path damaged = weights("damaged");
    assertThatThrownBy(() -> new Preparation(videos, data, options(damaged, true), new Splits(0, null, 0), 1).run(Progress.NONE))
        .isInstanceOf(BadInputException.class).hasMessageContaining(FaceFolder.FLAME);
    assertThat(data.resolve("manifest.jsonl")).doesNotExist();
    assertThat(data.resolve("done")).isEmptyDirectory();
  }
}
