package dev.keylight.lcvd.unet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.Expected;
import dev.keylight.lcvd.GeneratedParameters;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Memo;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Each kind of block of the UNet by itself against diffusers, on 3 frames of 4 × 6 places. Activations are of order 1;
 * float32 sums in another order differ by some 1e-6.
 */
class BlockTest {
  private static final double TOLERANCE = 2e-5;

  private PointerScope scope;
  private NoGradGuard inference;
  private Pass pass;

  @BeforeEach
  void open() {
    scope = new PointerScope();
    inference = new NoGradGuard();
    pass = new Pass(new NoiseLevel(GeneratedParameters.input("block.embedding", 1, 128), Memo.forgetful()),
        ImageContext.plain(GeneratedParameters.input("block.context", 1, 24)), Memo.forgetful(), Segments.DIRECT, true);
  }

  @AfterEach
  void close() {
    inference.close();
    scope.close();
  }

  private static Parameters weights(String block) {
    return new GeneratedParameters().at("block." + block);
  }

  private static Tensor picture(String name, int channels) {
    return Conv2d.channelsLast(GeneratedParameters.input(name, 3, channels, 4, 6));
  }

  /** Levels of these channels, one layer each, all with attention or all without. */
  private static UNetConfig config(boolean attention, int... channels) {
    boolean[] all = new boolean[channels.length];
    Arrays.fill(all, attention);
    int[] heads = new int[channels.length];
    Arrays.fill(heads, 4);
    return new UNetConfig(8, 4, channels, heads, all, all, 1, 24, 16, 48);
  }

  @Test
  void residualBlock() {
    Expected.near(new SpatioTemporalResBlock(weights("res"), 32, 64, 128, 1e-6)
        .apply(picture("block.x32", 32), pass.level(), true), "block.res", TOLERANCE);
  }

  @Test
  void spatialTransformer() {
    Expected.near(new TransformerBlock(weights("spatial"), 64, 24, 4, false)
        .apply(GeneratedParameters.input("block.tokens", 3, 24, 64), pass.context()), "block.spatial", TOLERANCE);
  }

  @Test
  void temporalTransformer() {
    Expected.near(new TransformerBlock(weights("temporal"), 64, 24, 4, true)
        .apply(GeneratedParameters.input("block.tokens", 3, 24, 64), pass.context()), "block.temporal", TOLERANCE);
  }

  @Test
  void bothTransformersBlended() {
    Expected.near(new SpatioTemporalTransformer(weights("both"), 64, 24, 4)
        .apply(picture("block.x64", 64), pass.context(), pass.positions(), true), "block.both", TOLERANCE);
  }

  @Test
  void downLevelWithAttentionHalves() {
    Deque<Tensor> skips = new ArrayDeque<>();
    Tensor result = new DownLevel(weights("down"), config(true, 32, 64, 64), 1).apply(picture("block.x32", 32), pass, skips);
    Expected.near(result, "block.down", TOLERANCE);
    assertThat(skips).hasSize(2);
  }

  @Test
  void coarsestDownLevelNeitherAttendsNorHalves() {
    Expected.near(new DownLevel(weights("down-plain"), config(false, 32, 64), 1)
        .apply(picture("block.x32", 32), pass, new ArrayDeque<>()), "block.down-plain", TOLERANCE);
  }

  @Test
  void middleLevel() {
    Expected.near(
        new MiddleLevel(weights("mid"), config(true, 32, 64)).apply(picture("block.x64", 64), pass), "block.mid", TOLERANCE);
  }

  @Test
  void upLevelWithAttentionDoubles() {
    Expected.near(new UpLevel(weights("up"), config(true, 32, 64, 64), 1).apply(picture("block.x64", 64), pass, skips()),
        "block.up", TOLERANCE);
  }

  @Test
  void upLevelWithoutAttention() {
    Expected.near(new UpLevel(weights("up-plain"), config(false, 32, 64, 64), 1)
        .apply(picture("block.x64", 64), pass, skips()), "block.up-plain", TOLERANCE);
  }

  private static Deque<Tensor> skips() {
    return new ArrayDeque<>(List.of(picture("block.skip64", 64), picture("block.x32", 32)));
  }
}
