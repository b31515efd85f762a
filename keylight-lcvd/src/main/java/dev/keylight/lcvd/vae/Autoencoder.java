package dev.keylight.lcvd.vae;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.nn.Scope;
import java.util.Arrays;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Codes pictures of 8 × 8 pixels and three channels into one latent of four, and back. */
public final class Autoencoder {
  /** Names the attention had in files saved by diffusers before 0.15. */
  private static final Map<String, String> OLD_NAMES =
      Map.of("query", "to_q", "key", "to_k", "value", "to_v", "proj_attn", "to_out.0");

  private final VaeConfig config;
  private final Encoder encoder;
  private final Decoder decoder;

  public Autoencoder(VaeConfig config, Parameters p) {
    this.config = config;
    this.encoder = new Encoder(config, p);
    this.decoder = new Decoder(config, p);
  }

  /** The file under today's names, whichever release of diffusers saved it. */
  public static Checkpoint modern(Checkpoint file) {
    return file.adapted(Autoencoder::modern);
  }

  private static TensorEntry modern(TensorEntry entry) {
    if (!entry.name().contains(".mid_block.attentions.0.")) {
      return entry;
    }
    String[] parts = entry.name().split("\\.");
    String layer = parts[parts.length - 2];
    String name = entry.name().replace("." + layer + ".", "." + OLD_NAMES.getOrDefault(layer, layer) + ".");
    boolean convolution = entry.shape().length == 4 && entry.shape()[2] == 1 && entry.shape()[3] == 1;
    return new TensorEntry(name, entry.type(), convolution ? Arrays.copyOf(entry.shape(), 2) : entry.shape(),
        convolution ? Arrays.copyOf(entry.stride(), 2) : entry.stride(), entry.offset());
  }

  /**
   * The most probable latents.
   *
   * @param pixels {@code [frames, 3, height, width]} in −1..1
   * @return {@code [frames, latentChannels, height / 8, width / 8]}, not scaled
   */
  public Tensor encodeMode(Tensor pixels) {
    return Scope.keep(() -> encoder.apply(pixels).narrow(1, 0, config.latentChannels()));
  }

  /**
   * Mean and log-variance of the latents, side by side along the channels.
   *
   * @param pixels {@code [frames, 3, height, width]} in −1..1
   */
  public Tensor encodeMoments(Tensor pixels) {
    return encoder.apply(pixels);
  }

  /**
   * Pixels of latents that are not scaled.
   *
   * @return {@code [frames, 3, 8 · height, 8 · width]}, about −1..1 but not clamped
   */
  public Tensor decode(Tensor latents) {
    return decoder.apply(latents);
  }

  public VaeConfig config() {
    return config;
  }
}
