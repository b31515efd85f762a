package dev.keylight.lcvd.model;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.ModelConfig;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.sampler.Sampler;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The published weights in their published places (spec §0.2). Opens networks strictly, sized by their config.json. */
public final class ModelFolder {
  /** What {@code unet/config.json} calls the frames its layers over time learnt together. */
  public static final String FRAMES = "num_frames";

  private static final String SVD = "stable-video-diffusion-img2vid-xt";
  private static final String[] ENDINGS = {".safetensors", ".pth", ".bin"};

  private final Path root;

  /** @param root the folder with {@code relipa/} and {@code stable-video-diffusion-img2vid-xt/} in it */
  public ModelFolder(Path root) {
    this.root = root;
    if (!Files.isDirectory(root)) {
      throw new BadInputException("the weights folder " + root + " is not there; see keylight weights list");
    }
  }

  public Path root() {
    return root;
  }

  private Path svd(String name) {
    return root.resolve(SVD).resolve(name);
  }

  public Loaded<UNet> unet(ScalarType type, Device device) {
    UNetConfig config = unetConfig();
    return Loaded.open(unetFile(), type, device, p -> new UNet(config, p));
  }

  public Loaded<Adapter> adapter(Condition condition, ScalarType type, Device device) {
    int channels = unetConfig().channels()[0];
    return Loaded.open(adapterFile(condition), type, device, p -> new Adapter(p, channels));
  }

  public Loaded<Autoencoder> autoencoder(ScalarType type, Device device) {
    VaeConfig config = vaeConfig();
    return Loaded.open(autoencoderFile(), type, device, p -> new Autoencoder(config, p));
  }

  public Loaded<VisionTower> visionTower(ScalarType type, Device device) {
    ClipConfig config = clipConfig();
    return Loaded.open(visionTowerFile(), type, device, p -> new VisionTower(config, p));
  }

  /** The UNet's tensors under the names the network asks for; so the other three. */
  public Checkpoint unetFile() {
    return checkpoint(root.resolve("relipa/unet"));
  }

  public Checkpoint adapterFile(Condition condition) {
    return checkpoint(root.resolve("relipa").resolve(condition.file()));
  }

  public Checkpoint autoencoderFile() {
    return Autoencoder.modern(checkpoint(svd("sd-vae-ft-mse/diffusion_pytorch_model")));
  }

  public Checkpoint visionTowerFile() {
    return VisionTower.modern(checkpoint(
        svd("image_encoder/model.fp16"), svd("image_encoder/model"), svd("image_encoder/pytorch_model")));
  }

  public UNetConfig unetConfig() {
    return UNetConfig.read(svd("unet/config.json"));
  }

  /** How many frames a small model looks at together; 1 where its layers over time have learnt nothing. */
  public int smallFrames() {
    return ModelConfig.read(svd("unet/config.json")).whole(FRAMES, 1);
  }

  public VaeConfig vaeConfig() {
    return VaeConfig.read(svd("sd-vae-ft-mse/config.json"));
  }

  public ClipConfig clipConfig() {
    return ClipConfig.read(svd("image_encoder/config.json"));
  }

  /** Mean and standard deviation of the pictures the vision tower was trained on, per channel. */
  public float[][] clipStatistics() {
    ModelConfig json = ModelConfig.read(svd("feature_extractor/preprocessor_config.json"));
    return new float[][] {
      json.numbers("image_mean", 0.48145466f, 0.4578275f, 0.40821073f),
      json.numbers("image_std", 0.26862954f, 0.26130258f, 0.27577711f)
    };
  }

  /** The sampler of a name, see {@link Sampler#read}. */
  public Sampler sampler(String name, int looks, double turn) {
    return Sampler.read(svd("scheduler/scheduler_config.json"), name, looks, turn);
  }

  /** The files a render in this mode reads, for fingerprints and checks. */
  public List<Path> files(DrivingMode mode) {
    List<Path> files = new ArrayList<>();
    files.add(found(root.resolve("relipa/unet")));
    for (Condition condition : mode.full()) {
      files.add(found(root.resolve("relipa").resolve(condition.file())));
    }
    files.add(found(svd("sd-vae-ft-mse/diffusion_pytorch_model")));
    files.add(found(svd("image_encoder/model.fp16"), svd("image_encoder/model"), svd("image_encoder/pytorch_model")));
    return files;
  }

  /** The files of a small model, which has no landmarks and sees no image token. */
  public List<Path> smallFiles() {
    return List.of(found(root.resolve("relipa/unet")), found(root.resolve("relipa").resolve(Condition.SHADING.file())),
        found(root.resolve("relipa").resolve(Condition.REFERENCE.file())),
        found(svd("sd-vae-ft-mse/diffusion_pytorch_model")));
  }

  /** SHA-256 over the files a render in this mode reads, for provenance; reads all of them. */
  public String hash(DrivingMode mode) {
    return hash(files(mode));
  }

  /** SHA-256 over files; reads all of them. */
  public String hash(List<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
      for (Path file : files) {
        try (FileChannel channel = FileChannel.open(file)) {
          while (channel.read(buffer.clear()) >= 0) {
            digest.update(buffer.flip());
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new BadInputException("the weights in " + root + " cannot be read: " + e.getMessage(), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Checkpoint checkpoint(Path... candidates) {
    return Checkpoint.open(found(candidates));
  }

  /** The first that exists of the candidates with each known ending. */
  private static Path found(Path... candidates) {
    for (Path candidate : candidates) {
      for (String ending : ENDINGS) {
        Path file = candidate.resolveSibling(candidate.getFileName() + ending);
        if (Files.isRegularFile(file)) {
          return file;
        }
      }
    }
    throw new BadInputException(candidates[0] + " is missing (as .safetensors, .pth or .bin); keylight weights list "
        + "says what goes where");
  }
}
