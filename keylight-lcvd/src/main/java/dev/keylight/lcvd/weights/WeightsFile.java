package dev.keylight.lcvd.weights;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One published file.
 *
 * @param path in the weights folder
 * @param repository on the hub
 * @param remote path in the repository
 * @param part what it is, for people
 * @param terms who may use it for what
 */
public record WeightsFile(String path, String repository, String remote, String part, String terms) {
  private static final String SVD = "stabilityai/stable-video-diffusion-img2vid-xt";
  private static final String SVD_FOLDER = "stable-video-diffusion-img2vid-xt/";
  private static final String SVD_TERMS = "Stability AI's licence of Stable Video Diffusion: read it before any commercial use";
  private static final String VAE = "stabilityai/sd-vae-ft-mse";
  private static final String LCVD = "MartinGuo/Relightable-Portrait-Animation";
  private static final String LCVD_TERMS = "published with LCVD and fine-tuned from Stable Video Diffusion, whose licence "
      + "applies too";

  /** Everything {@code keylight generate} needs, in the published layout (spec §0.2). */
  public static List<WeightsFile> all() {
    return List.of(
        lcvd("unet", "UNet"), lcvd("light_embedder", "shading adapter"), lcvd("ref_embedder", "reference adapter"),
        lcvd("head_embedder", "landmark adapter"),
        svd("unet/config.json", "sizes of the UNet"),
        svd("scheduler/scheduler_config.json", "noise levels"),
        svd("feature_extractor/preprocessor_config.json", "statistics of the vision tower's pictures"),
        svd("image_encoder/config.json", "sizes of the vision tower"),
        svd("image_encoder/model.fp16.safetensors", "vision tower"),
        vae("config.json", "sizes of the autoencoder"),
        vae("diffusion_pytorch_model.safetensors", "autoencoder"));
  }

  private static WeightsFile lcvd(String name, String part) {
    return new WeightsFile("relipa/" + name + ".pth", LCVD, name + ".pth", part, LCVD_TERMS);
  }

  private static WeightsFile svd(String name, String part) {
    return new WeightsFile(SVD_FOLDER + name, SVD, name, part, SVD_TERMS);
  }

  private static WeightsFile vae(String name, String part) {
    return new WeightsFile(SVD_FOLDER + "sd-vae-ft-mse/" + name, VAE, name, part, "MIT");
  }

  /** Where it belongs in a weights folder. */
  public Path in(Path folder) {
    return folder.resolve(path);
  }

  /** Whether it is there, as published or converted. */
  public boolean presentIn(Path folder) {
    String stem = path.substring(0, path.lastIndexOf('.'));
    return Files.isRegularFile(in(folder))
        || !path.endsWith(".json") && Stream.of(".safetensors", ".pth", ".bin")
            .anyMatch(ending -> Files.isRegularFile(folder.resolve(stem + ending)));
  }
}
