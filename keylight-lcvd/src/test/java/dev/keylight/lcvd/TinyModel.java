package dev.keylight.lcvd;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.adapter.AdapterConfig;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Tensor;

/** A weights folder in the published layout with the smallest networks, and panels to go with it. */
public final class TinyModel {
  private static final String SVD = "stable-video-diffusion-img2vid-xt/";
  private static final String LEVELS = "[\"%1$sBlock%2$s\",\"%1$sBlock%2$s\",\"%1$sBlock%2$s\",\"%1$sBlock%2$s\"]";

  private TinyModel() {}

  /** Writes the folder. */
  public static Path write(Path folder) throws IOException {
    config(folder, "unet/config.json", """
        {"in_channels": 8, "out_channels": 4, "block_out_channels": [32, 32, 32, 32], "num_attention_heads": 2,
         "layers_per_block": 1, "cross_attention_dim": 16, "addition_time_embed_dim": 8,
         "projection_class_embeddings_input_dim": 24}""");
    Path relipa = folder.resolve("relipa");
    weights(relipa.resolve("unet.safetensors"), p -> new UNet(UNetConfig.read(folder.resolve(SVD + "unet/config.json")), p));
    for (String adapter : new String[] {"head_embedder", "light_embedder", "ref_embedder"}) {
      weights(relipa.resolve(adapter + ".safetensors"), p -> new Adapter(p, 32), adapter);
    }
    config(folder, "sd-vae-ft-mse/config.json", """
        {"block_out_channels": [32, 32, 32, 32], "layers_per_block": 1, "down_block_types": %s, "up_block_types": %s}"""
        .formatted(LEVELS.formatted("Down", "2D"), LEVELS.formatted("Up", "2D")));
    weights(folder.resolve(SVD + "sd-vae-ft-mse/diffusion_pytorch_model.safetensors"),
        p -> new Autoencoder(VaeConfig.read(folder.resolve(SVD + "sd-vae-ft-mse/config.json")), p));
    config(folder, "image_encoder/config.json", """
        {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "image_size": 28,
         "patch_size": 14, "projection_dim": 16, "hidden_act": "gelu"}""");
    weights(folder.resolve(SVD + "image_encoder/model.safetensors"),
        p -> new VisionTower(ClipConfig.read(folder.resolve(SVD + "image_encoder/config.json")), p));
    config(folder, "feature_extractor/preprocessor_config.json", "{}");
    config(folder, "scheduler/scheduler_config.json", """
        {"prediction_type": "v_prediction", "timestep_type": "continuous", "use_karras_sigmas": true,
         "sigma_min": 0.002, "sigma_max": 700.0}""");
    return folder;
  }

  /** Writes the smallest folder for {@code lcvd-tiny}. */
  public static Path writeSmall(Path folder) throws IOException {
    config(folder, "unet/config.json", """
        {"in_channels": 8, "out_channels": 4, "block_out_channels": [32, 32], "num_attention_heads": 2,
         "down_block_types": ["DownBlockSpatioTemporal", "CrossAttnDownBlockSpatioTemporal"],
         "up_block_types": ["CrossAttnUpBlockSpatioTemporal", "UpBlockSpatioTemporal"],
         "layers_per_block": 1, "cross_attention_dim": 16, "addition_time_embed_dim": 8,
         "projection_class_embeddings_input_dim": 24}""");
    config(folder, "sd-vae-ft-mse/config.json", """
        {"block_out_channels": [16, 16], "layers_per_block": 1, "norm_num_groups": 8, "patch_size": 4, "scaling_factor": 1,
         "down_block_types": ["DownEncoderBlock2D", "DownEncoderBlock2D"],
         "up_block_types": ["UpDecoderBlock2D", "UpDecoderBlock2D"]}""");
    Path relipa = folder.resolve("relipa");
    weights(relipa.resolve("unet.safetensors"), p -> new UNet(UNetConfig.read(folder.resolve(SVD + "unet/config.json")), p));
    weights(relipa.resolve("light_embedder.safetensors"), p -> new Adapter(AdapterConfig.SMALL_SHADING, p, 32));
    weights(relipa.resolve("ref_embedder.safetensors"), p -> new Adapter(AdapterConfig.smallReference(4), p, 32));
    weights(folder.resolve(SVD + "sd-vae-ft-mse/diffusion_pytorch_model.safetensors"),
        p -> new Autoencoder(VaeConfig.read(folder.resolve(SVD + "sd-vae-ft-mse/config.json")), p));
    return folder;
  }

  /** Writes five-panel pictures of coarse noise; the mask is white on the left half. */
  public static Path panels(Path folder, int frames, int size) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(5);
    for (int f = 0; f < frames; f++) {
      byte[] pixels = new byte[5 * size * size * 3];
      byte[] colours = new byte[5 * 8 * 8 * 3];
      random.nextBytes(colours);
      for (int i = 0; i < pixels.length; i++) {
        int x = i / 3 % (5 * size);
        int y = i / 3 / (5 * size);
        boolean mask = x / size == 1;
        pixels[i] = mask ? (byte) (x % size < size / 2 ? 255 : 0)
            : colours[((y * 8 / size) * 40 + x * 8 / size) * 3 + i % 3];
      }
      Mat mat = new Mat(size, 5 * size, opencv_core.CV_8UC3);
      mat.data().put(pixels);
      try (Frame frame = Frame.still(mat)) {
        Images.write(frame, folder.resolve(String.format("%05d.png", f + 1)));
      }
    }
    return folder;
  }

  private static void config(Path folder, String name, String json) throws IOException {
    Path file = folder.resolve(SVD + name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }

  private static void weights(Path file, Consumer<Parameters> network) throws IOException {
    weights(file, network, "");
  }

  private static void weights(Path file, Consumer<Parameters> network, String prefix) throws IOException {
    DeclaredParameters declared = new DeclaredParameters();
    network.accept(declared);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Parameters generated = prefix.isEmpty() ? new GeneratedParameters() : new GeneratedParameters().at(prefix);
    declared.shapes().forEach((name, shape) -> tensors.put(name, generated.take(name, shape)));
    Files.createDirectories(file.getParent());
    SafetensorsWriter.write(file, tensors);
    tensors.values().forEach(Tensor::releaseReference);
  }
}
