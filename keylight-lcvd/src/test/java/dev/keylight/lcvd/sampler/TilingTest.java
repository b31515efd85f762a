package dev.keylight.lcvd.sampler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tiles and weights as the published code makes them; expected values from spec §6.4. */
class TilingTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "16 | 1",
    "17 | 1 2",
    "18 | 1 3",
    "26 | 1 11",
    "30 | 1 11 15",
    "31 | 1 11 16",
    "100 | 1 11 21 31 41 51 61 71 81 85",
    "101 | 1 11 21 31 41 51 61 71 81 86"
  })
  void everyTileIsTheAnchorAndARunOfFifteen(int frames, String firsts) {
    assertThat(Tiling.published(frames).tiles()).containsExactly(
        IntStream.of(Arrays.stream(firsts.split(" ")).mapToInt(Integer::parseInt).toArray())
            .mapToObj(first -> IntStream.concat(IntStream.of(0), IntStream.range(first, first + 15)).toArray())
            .toArray(int[][]::new));
  }

  static IntStream lengths() {
    return IntStream.rangeClosed(16, 200);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void everyFrameIsCoveredAndFinishesInItsLastTile(int frames) {
    Tiling tiling = Tiling.published(frames);
    List<int[]> tiles = tiling.tiles();
    int[] last = tiling.lastTile();

    assertThat(tiles).allSatisfy(tile -> assertThat(tile).hasSize(16).doesNotHaveDuplicates());
    assertThat(last[0]).isEqualTo(tiles.size() - 1);
    for (int frame = 0; frame < frames; frame++) {
      int f = frame;
      assertThat(tiles.get(last[frame])).contains(f);
      assertThat(tiles.subList(last[frame] + 1, tiles.size())).noneMatch(t -> IntStream.of(t).anyMatch(x -> x == f));
    }
  }

  /** Clips below 16 frames are padded to 16 before they are tiled. */
  @ParameterizedTest
  @MethodSource("allLengths")
  void tilesAndWeightsOfEveryLengthAreThePublishedOnes(int frames) {
    Tiling tiling = Tiling.published(Math.max(Tiling.LENGTH, frames));
    try (PointerScope scope = new PointerScope()) {
      Tensor tiles = Expected.of("tiles." + frames).to(ScalarType.Int);
      assertThat(tiling.tiles()).hasSize((int) tiles.size(0));
      for (int t = 0; t < tiles.size(0); t++) {
        int[] expected = new int[Tiling.LENGTH];
        new IntPointer(tiles.select(0, t).data_ptr()).get(expected);
        assertThat(tiling.tiles().get(t)).containsExactly(expected);
      }
      Expected.near(Tensor.create(tiling.totalWeights()), "tile-weights." + frames, 0);
    }
  }

  static IntStream allLengths() {
    return IntStream.rangeClosed(1, 200);
  }

  @Test
  void denominatorsAreThePublishedOnes() {
    assertThat(denominators(17)).containsExactly(0.125f, 0.1875f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f, 1.875f, 1.75f, 1.5f,
        1.25f, 1, 0.75f, 0.5f, 0.25f, 0.0625f);
    assertThat(denominators(30)).containsExactly(0.1875f, 0.1875f, 0.3125f, 0.4375f, 0.5625f, 0.6875f, 0.8125f, 0.9375f,
        0.9375f, 0.8125f, 0.6875f, 0.75f, 0.75f, 0.75f, 0.75f, 0.9375f, 1.125f, 1.375f, 1.5f, 1.5f, 1.5f, 1.5f, 1.375f,
        1.125f, 0.875f, 0.625f, 0.4375f, 0.3125f, 0.1875f, 0.0625f);
  }

  private static float[] denominators(int frames) {
    return Tiling.published(frames).totalWeights();
  }
}
