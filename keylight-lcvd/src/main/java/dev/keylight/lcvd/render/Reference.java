package dev.keylight.lcvd.render;

import dev.keylight.lcvd.clip.ClipPixels;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.vae.Autoencoder;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What is learnt from the reference once per render.
 *
 * @param token the vision tower's embedding, {@code [1, channels]}
 * @param latents of the reference with the person taken out, {@code [1, 4, size / 8, size / 8]}, not scaled
 */
record Reference(Tensor token, Tensor latents) implements AutoCloseable {
  /** How much noise the reference is given, as the network is told. */
  static final float NOISE_AUGMENTATION = 0.02f;

  /** Looks at frame 0 of the panels (spec §6.1 and §6.3, steps 1 to 3). */
  static Reference look(ModelFolder models, Panels panels, Tensor imageNoise, Precision precision, Device device) {
    Tensor picture = Scope.lasting(() -> {
      Tensor levels = panels.read(0, Panels.Panel.REFERENCE);
      return signed(precision == Precision.FP16 ? requantised(levels) : levels);
    });
    try {
      Tensor token = token(models, picture, precision, device);
      Tensor latents = latents(models, picture, imageNoise, panels, device);
      return new Reference(token, latents);
    } finally {
      Scope.free(picture);
    }
  }

  private static Tensor token(ModelFolder models, Tensor picture, Precision precision, Device device) {
    ScalarType type = precision.type();
    float[][] statistics = models.clipStatistics();
    try (Loaded<VisionTower> tower = models.visionTower(type, device)) {
      return Scope.lasting(() -> Finite.checked(tower.network().apply(
          ClipPixels.of(picture, models.clipConfig().image(), statistics[0], statistics[1]).to(device, type)),
          "vision tower", models, precision));
    }
  }

  /** Always in float32: Stable Diffusion's encoder overflows in float16. */
  private static Tensor latents(
      ModelFolder models, Tensor picture, Tensor imageNoise, Panels panels, Device device) {
    try (Loaded<Autoencoder> vae = models.autoencoder(ScalarType.Float, device)) {
      return Scope.lasting(() -> {
        Tensor noisy = picture.add(imageNoise.mul(new Scalar((double) NOISE_AUGMENTATION)));
        Tensor mode = vae.network().encodeMode(noisy.to(device, ScalarType.Float)).cpu();
        Tensor background = torch.ones_like(mode.narrow(1, 0, 1))
            .sub(mask(panels.read(0, Panels.Panel.MASK), models.vaeConfig().scale()));
        return Finite.checked(mode.mul(background), "encoder", models, Precision.FP32);
      });
    }
  }

  /** 0..255 to −1..1. */
  static Tensor signed(Tensor levels) {
    return levels.div(new Scalar(127.5)).sub(new Scalar(1));
  }

  /**
   * The reference as the published script hands it on: through float16 and back to 8 bits, truncated, which lowers 20 of
   * the 256 levels by one (spec §6.1). Only a render in float16, the published precision, repeats it.
   */
  static Tensor requantised(Tensor levels) {
    Tensor half = levels.div(new Scalar(127.5)).to(ScalarType.Half).sub(new Scalar(1));
    return half.add(new Scalar(1)).mul(new Scalar(127.5)).to(ScalarType.Float).trunc();
  }

  /**
   * The matte at the latents' size: OpenCV's bilinear resize, which takes the middle two of every eight pixels and rounds
   * to 8 bits.
   *
   * @param levels 0..255
   * @return 0..1, {@code [1, 1, height, width]}
   */
  static Tensor mask(Tensor levels, int scale) {
    Tensor channel = levels.select(1, 0);
    long height = channel.size(1) / scale;
    long width = channel.size(2) / scale;
    Tensor cells = channel.view(1, height, scale, width, scale);
    Tensor middle = cells.narrow(2, scale / 2 - 1, 2).narrow(4, scale / 2 - 1, 2);
    return middle.sum(2, 4).add(new Scalar(2)).div(new Scalar(4)).floor().div(new Scalar(255)).unsqueeze(0);
  }

  @Override
  public void close() {
    Scope.free(token);
    Scope.free(latents);
  }
}
