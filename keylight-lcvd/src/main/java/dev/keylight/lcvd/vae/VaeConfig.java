package dev.keylight.lcvd.vae;

import dev.keylight.lcvd.checkpoint.ModelConfig;
import java.nio.file.Path;

/**
 * The sizes of an autoencoder, from its {@code config.json}.
 *
 * @param channels of each level, finest first
 * @param layersPerBlock residual blocks per level of the encoder; the decoder has one more
 * @param latentChannels of the latents
 * @param groups of every group norm
 * @param scalingFactor the sampler's latents are the encoder's times this
 * @param patch side of the squares of pixels that enter as channels, 1 as published; small models save their finest level
 */
public record VaeConfig(
    int[] channels, int layersPerBlock, int latentChannels, int groups, double scalingFactor, int patch) {
  private static final int COLOURS = 3;

  /** sd-vae-ft-mse. */
  public static VaeConfig sdVae() {
    return new VaeConfig(new int[] {128, 256, 512, 512}, 2, 4, 32, 0.18215, 1);
  }

  /** Reads diffusers' {@code config.json}. */
  public static VaeConfig read(Path file) {
    ModelConfig json = ModelConfig.read(file);
    if (!json.text("act_fn", "silu").equals("silu") || json.whole("in_channels", 3) != 3
        || json.whole("out_channels", 3) != 3) {
      throw json.unsupported("an autoencoder other than of RGB with SiLU");
    }
    int levels = json.names("down_block_types", "DownEncoderBlock2D").length;
    return new VaeConfig(json.wholes("block_out_channels", levels, 64), json.whole("layers_per_block", 1),
        json.whole("latent_channels", 4), json.whole("norm_num_groups", 32), json.number("scaling_factor", 0.18215),
        json.whole("patch_size", 1));
  }

  /** Pixels per latent along each side. */
  public int scale() {
    return patch << (channels.length - 1);
  }

  /** Channels of the pixels as the first and the last convolution see them. */
  int pixelChannels() {
    return COLOURS * patch * patch;
  }
}
