package dev.keylight.lcvd.clip;

import dev.keylight.lcvd.checkpoint.ModelConfig;
import java.nio.file.Path;

/**
 * The sizes of a vision tower, from {@code image_encoder/config.json}.
 *
 * @param hidden channels of a token
 * @param intermediate channels inside the feed-forward layers
 * @param layers transformer layers
 * @param heads of each attention
 * @param image side of the picture in pixels
 * @param patch side of the square of pixels that becomes one token
 * @param projection channels of the embedding
 * @param epsilon of every layer norm
 */
public record ClipConfig(
    int hidden, int intermediate, int layers, int heads, int image, int patch, int projection, double epsilon) {

  /** OpenCLIP ViT-H/14, Stable Video Diffusion's image encoder. */
  public static ClipConfig vitH14() {
    return new ClipConfig(1280, 5120, 32, 16, 224, 14, 1024, 1e-5);
  }

  /** Reads transformers' {@code config.json}. */
  public static ClipConfig read(Path file) {
    ModelConfig json = ModelConfig.read(file);
    if (!json.text("hidden_act", "quick_gelu").equals("gelu") || json.whole("num_channels", 3) != 3) {
      throw json.unsupported("a vision tower other than of RGB with exact GELU");
    }
    return new ClipConfig(json.whole("hidden_size", 768), json.whole("intermediate_size", 3072),
        json.whole("num_hidden_layers", 12), json.whole("num_attention_heads", 12), json.whole("image_size", 224),
        json.whole("patch_size", 32), json.whole("projection_dim", 512), json.number("layer_norm_eps", 1e-5));
  }

  /** Tokens: the patches and the class. */
  int tokens() {
    int side = image / patch;
    return side * side + 1;
  }
}
