package dev.keylight.train.tiny;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.KeylightException;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Where the parts of a trained small model lie: the published places (spec §0.2), with the sizes in config.json. */
record TinyFolder(Path root) {
  private static final String SVD = "stable-video-diffusion-img2vid-xt";

  Path unet() {
    return root.resolve("relipa/unet.safetensors");
  }

  Path light() {
    return root.resolve("relipa/light_embedder.safetensors");
  }

  Path reference() {
    return root.resolve("relipa/ref_embedder.safetensors");
  }

  Path autoencoder() {
    return root.resolve(SVD + "/sd-vae-ft-mse/diffusion_pytorch_model.safetensors");
  }

  /** Makes the folders and writes both config.json in diffusers' words. */
  TinyFolder create(UNetConfig unet, VaeConfig vae) {
    Path unetJson = unetConfig();
    Path vaeJson = root.resolve(SVD + "/sd-vae-ft-mse/config.json");
    try {
      for (Path folder : List.of(unet().getParent(), unetJson.getParent(), vaeJson.getParent())) {
        Files.createDirectories(folder);
      }
      ObjectMapper json = new ObjectMapper();
      WholeFile.write(unetJson, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(unet)));
      WholeFile.write(vaeJson, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(describe(vae)));
    } catch (IOException e) {
      throw new KeylightException("the model's folder " + root + " cannot be written: " + e.getMessage(), e);
    }
    return this;
  }

  /**
   * Says in the UNet's config.json of how many frames together its layers over time have learnt.
   *
   * @param frames as diffusers' {@code num_frames}; 1 where they have learnt nothing
   */
  void overTime(int frames) {
    try {
      ObjectMapper json = new ObjectMapper();
      ObjectNode config = (ObjectNode) json.readTree(unetConfig().toFile());
      config.put(ModelFolder.FRAMES, frames);
      WholeFile.write(unetConfig(), json.writerWithDefaultPrettyPrinter().writeValueAsBytes(config));
    } catch (IOException e) {
      throw new KeylightException("the model's folder " + root + " cannot be written: " + e.getMessage(), e);
    }
  }

  private Path unetConfig() {
    return root.resolve(SVD + "/unet/config.json");
  }

  private static Map<String, Object> describe(UNetConfig c) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("in_channels", c.inChannels());
    json.put("out_channels", c.outChannels());
    json.put("block_out_channels", c.channels());
    json.put("num_attention_heads", c.heads());
    json.put("down_block_types", blocks(c.downAttention(), "Down"));
    json.put("up_block_types", blocks(c.upAttention(), "Up"));
    json.put("layers_per_block", c.layersPerBlock());
    json.put("cross_attention_dim", c.contextChannels());
    json.put("addition_time_embed_dim", c.idChannels());
    json.put("projection_class_embeddings_input_dim", c.idsChannels());
    return json;
  }

  private static List<String> blocks(boolean[] attention, String way) {
    return IntStream.range(0, attention.length)
        .mapToObj(i -> (attention[i] ? "CrossAttn" : "") + way + "BlockSpatioTemporal").toList();
  }

  private static Map<String, Object> describe(VaeConfig c) {
    String[] down = new String[c.channels().length];
    Arrays.fill(down, "DownEncoderBlock2D");
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("down_block_types", down);
    json.put("block_out_channels", c.channels());
    json.put("layers_per_block", c.layersPerBlock());
    json.put("latent_channels", c.latentChannels());
    json.put("norm_num_groups", c.groups());
    json.put("scaling_factor", c.scalingFactor());
    json.put("patch_size", c.patch());
    return json;
  }
}
