package dev.keylight.train.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.media.Frame;
import dev.keylight.train.SmallData;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.ClipMaps;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.Frames;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the networks are shown of clips of either kind. */
class SequenceTest {
  @TempDir private Path folder;

  private static boolean shows(Tensor batch, int row, Frame frame) {
    Tensor expected = Frames.tensor(frame).permute(2, 0, 1).div(new Scalar(255));
    return batch.select(0, row).sub(expected).abs().max().item_float() < 1e-6;
  }

  private void check(Path data, boolean flame) {
    Dataset set = Dataset.open(data);
    try (PointerScope scope = new PointerScope(); Clip clip = Clip.open(set.file(set.rows().get(1)))) {
      assertThat(clip.hasFlame()).isEqualTo(flame);
      Sequence sequence = new Sequence(clip, new int[] {4, 0, 2});
      Tensor shading = sequence.shading();
      Tensor landmarks = sequence.landmarks();
      assertThat(shading.shape()).containsExactly(3, 3, 64, 64);
      ClipMaps maps = new ClipMaps(clip);
      for (int row = 0; row < 3; row++) {
        try (Frame hint = maps.shading(sequence.indices()[row]); Frame map = maps.landmarks(sequence.indices()[row])) {
          assertThat(shows(shading, row, hint)).as("hint in row %d", row).isTrue();
          assertThat(shows(landmarks, row, map)).as("landmarks in row %d", row).isTrue();
        }
      }
      assertThat(shading.select(0, 0).sub(shading.select(0, 1)).abs().max().item_float()).as("frames differ").isPositive();
    }
  }

  @Test
  void each_row_shows_its_own_frame_as_the_clip_was_prepared() throws IOException {
    check(SmallData.write(folder.resolve("mesh"), 64, 5), false);
    check(SmallData.withFlame(folder.resolve("flame"), 64, 5), true);
  }
}
