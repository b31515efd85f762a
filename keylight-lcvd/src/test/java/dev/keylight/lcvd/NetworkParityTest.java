package dev.keylight.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.ClipPixels;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each network against diffusers or transformers on the same small weights. Activations are of order 1; float32 sums in
 * another order differ by some 1e-6, so 2e-5 leaves room for depth and none for a wrong constant.
 */
class NetworkParityTest extends Inference {
  private static final double TOLERANCE = 2e-5;
  private static final float[] IDS = {6, 127, 0.02f};

  private static UNet unet() {
    return new UNet(new UNetConfig(8, 4, new int[] {32, 64, 64}, new int[] {2, 4, 2}, new boolean[] {true, true, false},
        new boolean[] {false, true, true}, 2, 24, 16, 48), new GeneratedParameters());
  }

  private static Tensor forward(UNet unet, double time, ImageContext context, Memo memo) {
    Tensor latents = GeneratedParameters.input("input.latents", 5, 8, 12, 8);
    NoiseLevel level = unet.noiseLevel(time, IDS, latents, memo);
    return unet.forward(latents, level, context, List.of(GeneratedParameters.input("input.feature", 5, 32, 12, 8)));
  }

  @Test
  void unetWithOneTokenCollapsed() {
    try (UNet unet = unet(); Memo memo = Memo.remembering();
        ImageContext context = ImageContext.of(GeneratedParameters.input("input.context", 1, 24))) {
      Expected.near(forward(unet, -0.4, context, memo), "unet.tokens", TOLERANCE);
      Expected.near(forward(unet, -0.4, context, memo), "unet.tokens", TOLERANCE); // everything remembered
    }
  }

  @Test
  void unetWithEveryTokenAsking() {
    try (UNet unet = unet();
        ImageContext context = ImageContext.plain(GeneratedParameters.input("input.context", 1, 24))) {
      Expected.near(forward(unet, -0.4, context, Memo.forgetful()), "unet.tokens", TOLERANCE);
    }
  }

  @Test
  void unetWithoutImage() {
    try (UNet unet = unet(); Memo memo = Memo.remembering(); ImageContext context = ImageContext.of(torch.zeros(1, 24))) {
      Expected.near(forward(unet, 1.5, context, memo), "unet.zero", TOLERANCE);
    }
  }

  /** Deep features of the same clip at the same noise level, used again, give the whole network's result. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9})
  void shallowLayersOnDeepFeaturesAreTheWholeNetwork(int shallow) {
    try (UNet unet = unet(); Memo memo = Memo.remembering();
        ImageContext context = ImageContext.of(GeneratedParameters.input("input.context", 1, 24))) {
      Tensor latents = GeneratedParameters.input("input.latents", 5, 8, 12, 8);
      List<Tensor> features = List.of(GeneratedParameters.input("input.feature", 5, 32, 12, 8));
      NoiseLevel level = unet.noiseLevel(-0.4, IDS, latents, memo);
      Tensor[] deep = new Tensor[1];
      Tensor whole = unet.forward(latents, level, context, features, shallow, d -> deep[0] = Scope.lasting(d::clone));
      assertThat(deep[0].size(1)).isEqualTo(unet.deepChannels(shallow));
      Expected.near(unet.forwardReusing(latents, level, context, features, shallow, deep[0]), whole, 0);
    }
  }

  @Test
  void autoencoder() {
    Autoencoder vae =
        new Autoencoder(new VaeConfig(new int[] {32, 32, 64}, 1, 4, 32, 0.18215, 1), new GeneratedParameters());
    Expected.near(vae.encodeMode(GeneratedParameters.input("input.pixels", 2, 3, 24, 20)), "vae.mean", TOLERANCE);
    Expected.near(vae.decode(GeneratedParameters.input("input.vae", 2, 4, 6, 5)), "vae.decoded", TOLERANCE);
  }

  @Test
  void visionTower() {
    VisionTower clip = new VisionTower(new ClipConfig(48, 96, 2, 3, 28, 14, 24, 1e-5), new GeneratedParameters());
    Expected.near(clip.apply(GeneratedParameters.input("input.clip", 1, 3, 28, 28)), "clip.embedding", TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 256, 320, 96})
  void pixelsForTheVisionTower(int size) {
    Tensor resized = ClipPixels.of(
        GeneratedParameters.input("input.resize", 1, 3, size, size), 28, new float[] {0, 0, 0}, new float[] {1, 1, 1});
    Expected.near(resized, Expected.of("clip.resized." + size).add(new Scalar(1))
        .div(new Scalar(2)), 1e-6);
  }

  @Test
  void adapter() {
    Adapter adapter = new Adapter(new GeneratedParameters(), 32);
    Expected.near(adapter.apply(GeneratedParameters.input("input.hint", 2, 3, 32, 24)), "adapter", TOLERANCE);
  }
}
