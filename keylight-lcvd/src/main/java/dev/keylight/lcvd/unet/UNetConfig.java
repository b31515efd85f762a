package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.ModelConfig;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * The sizes of a UNet, from {@code unet/config.json}.
 *
 * @param inChannels noisy latents and conditioning latents together
 * @param outChannels of the latents
 * @param channels of each level, finest first
 * @param heads of each level's attention
 * @param downAttention whether each level has attention on the way down, finest first
 * @param upAttention whether each level has attention on the way up, coarsest first
 * @param layersPerBlock residual blocks of each level on the way down, finest first; one more on the way up
 * @param contextChannels of the image token the cross-attentions look at
 * @param idChannels of the sinusoid of each of the added ids
 * @param idsChannels of all added ids together
 */
public record UNetConfig(
    int inChannels, int outChannels, int[] channels, int[] heads, boolean[] downAttention, boolean[] upAttention,
    int[] layersPerBlock, int contextChannels, int idChannels, int idsChannels) {

  /** With the same number of layers in every level. */
  public UNetConfig(int inChannels, int outChannels, int[] channels, int[] heads, boolean[] downAttention,
      boolean[] upAttention, int layersPerBlock, int contextChannels, int idChannels, int idsChannels) {
    this(inChannels, outChannels, channels, heads, downAttention, upAttention,
        IntStream.generate(() -> layersPerBlock).limit(channels.length).toArray(), contextChannels, idChannels, idsChannels);
  }

  /** The sizes of Stable Video Diffusion XT, which LCVD keeps. */
  public static UNetConfig svdXt() {
    return new UNetConfig(8, 4, new int[] {320, 640, 1280, 1280}, new int[] {5, 10, 20, 20},
        new boolean[] {true, true, true, false}, new boolean[] {false, true, true, true}, 2, 1024, 256, 768);
  }

  /** Reads diffusers' {@code config.json}. */
  public static UNetConfig read(Path file) {
    ModelConfig json = ModelConfig.read(file);
    int[] channels = json.wholes("block_out_channels", json.names("down_block_types", "", "", "", "").length,
        320, 640, 1280, 1280);
    int levels = channels.length;
    if (json.whole("transformer_layers_per_block", 1) != 1) {
      throw json.unsupported("several transformer layers per block");
    }
    boolean[] down = attention(json, json.names("down_block_types", "CrossAttnDownBlockSpatioTemporal",
        "CrossAttnDownBlockSpatioTemporal", "CrossAttnDownBlockSpatioTemporal", "DownBlockSpatioTemporal"));
    boolean[] up = attention(json, json.names("up_block_types", "UpBlockSpatioTemporal",
        "CrossAttnUpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal", "CrossAttnUpBlockSpatioTemporal"));
    int[] layers = json.wholes("layers_per_block", levels, 2, 2, 2, 2);
    if (up.length != levels) {
      throw json.unsupported("levels that differ between the way down and the way up");
    }
    return new UNetConfig(json.whole("in_channels", 8), json.whole("out_channels", 4), channels,
        json.wholes("num_attention_heads", levels, 5, 10, 20, 20), down, up, layers,
        json.whole("cross_attention_dim", 1024), json.whole("addition_time_embed_dim", 256),
        json.whole("projection_class_embeddings_input_dim", 768));
  }

  private static boolean[] attention(ModelConfig json, String[] types) {
    boolean[] attention = new boolean[types.length];
    for (int i = 0; i < types.length; i++) {
      if (!types[i].matches("(CrossAttn)?(Down|Up)BlockSpatioTemporal")) {
        throw json.unsupported("a block of type " + types[i]);
      }
      attention[i] = types[i].startsWith("CrossAttn");
    }
    return attention;
  }

  /** Width of the embedding of time and ids. */
  public int embedding() {
    return 4 * channels[0];
  }

  int levels() {
    return channels.length;
  }
}
