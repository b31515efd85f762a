package dev.keylight.lcvd.weights;

import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.model.FaceFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One published file.
 *
 * @param path in the weights folder
 * @param repository on the hub; empty when it must be got by hand
 * @param remote path in the repository, or in words where to get it
 * @param part what it is, for people
 * @param terms who may use it for what
 */
public record WeightsFile(String path, String repository, String remote, String part, String terms) {
  private static final String SVD = "stabilityai/stable-video-diffusion-img2vid-xt";
  private static final String SVD_FOLDER = "stable-video-diffusion-img2vid-xt/";
  private static final String SVD_TERMS = "Stability AI's licence of Stable Video Diffusion: read it before any commercial use";
  private static final String VAE = "stabilityai/sd-vae-ft-mse";
  private static final String LCVD = "MartinGuo/Relightable-Portrait-Animation";
  private static final String MPI = "Max Planck's licence: research and other non-commercial use, after registering; "
      + "commercial use needs a licence of your own";
  private static final String FLAME_SITE = "flame.is.tue.mpg.de (FLAME 2020), with your own account";
  private static final String FAN = "the face-alignment project's downloads";
  private static final String FAN_TERMS = "code BSD 3-Clause; the networks' training pictures are for research";
  private static final String LCVD_TERMS = "published with LCVD and fine-tuned from Stable Video Diffusion, whose licence "
      + "applies too";

  /** Everything the published system needs, in its layout (spec §0.2): for {@code generate} first, then for faces. */
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
        vae("diffusion_pytorch_model.safetensors", "autoencoder"),
        byHand("relipa/data/" + FaceFolder.DECA, "the DECA project's page, deca.is.tue.mpg.de", "DECA: face to FLAME and light", MPI),
        byHand("relipa/data/" + FaceFolder.FLAME, FLAME_SITE, "FLAME head model", MPI),
        byHand("relipa/data/" + FaceRegion.REGIONS, FLAME_SITE, "FLAME's regions", MPI),
        byHand("relipa/data/" + FaceRegion.TRIANGLES, "the LCVD authors' data folder; worked out from "
            + FaceRegion.REGIONS + " when absent", "triangles of FLAME's face, optional", MPI),
        byHand("relipa/data/" + FaceFolder.LANDMARKS, "DECA's data folder", "FLAME's 68 landmarks, optional", MPI),
        new WeightsFile("relipa/" + FaceFolder.U2NET, LCVD, FaceFolder.U2NET, "U²-Net matting", "Apache 2.0"),
        byHand("face_alignment/" + FaceFolder.S3FD, FAN, "S³FD face detector, optional", FAN_TERMS),
        byHand("face_alignment/" + FaceFolder.FAN, FAN, "FAN landmarks, optional", FAN_TERMS));
  }

  /** A file behind a licence page, or on no hub: each user gets it from its makers. */
  private static WeightsFile byHand(String path, String source, String part, String terms) {
    return new WeightsFile(path, "", source, part, terms);
  }

  /** Whether the hub has it for everyone. */
  public boolean fetchable() {
    return !repository.isEmpty();
  }

  /** Where it comes from, for people. */
  public String source() {
    return fetchable() ? repository + ", " + remote : remote;
  }

  /** Whether a render can do without it: Keylight's own mesh and matting stand in for the published face side. */
  public boolean optional() {
    return !fetchable() || path.endsWith(FaceFolder.U2NET);
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
        || optional() && new FaceFolder(folder).find(in(folder).getFileName().toString()).isPresent()
        || !path.endsWith(".json") && Stream.of(".safetensors", ".pth", ".bin")
            .anyMatch(ending -> Files.isRegularFile(folder.resolve(stem + ending)));
  }
}
