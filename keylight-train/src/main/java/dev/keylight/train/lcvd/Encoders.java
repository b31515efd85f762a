package dev.keylight.train.lcvd;

import dev.keylight.lcvd.clip.ClipPixels;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.model.Loaded;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.vae.Autoencoder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The networks that do not learn, autoencoder and CLIP, which turn a sequence into an example (spec §8.5, steps 1 to 6). */
final class Encoders implements AutoCloseable {
  private final Device device;
  private final Loaded<Autoencoder> autoencoder;
  private final Loaded<VisionTower> tower;
  private final float[][] statistics;
  private final int clipSide;
  private final double scaling;

  /** @param device where they compute; must outlive this */
  Encoders(ModelFolder models, Device device) {
    this.device = device;
    this.autoencoder = models.autoencoder(ScalarType.Float, device);
    this.tower = models.visionTower(ScalarType.Float, device);
    this.statistics = models.clipStatistics();
    this.clipSide = models.clipConfig().image();
    this.scaling = models.vaeConfig().scalingFactor();
  }

  /**
   * The example, on the device; what a sequence holds goes there once.
   *
   * @param conditionSigma of the noise on the conditioning picture
   * @param generator of all noise here, on the processor, so that every device sees the same
   */
  Example encode(DrawnSequence sequence, double conditionSigma, Generator generator) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor pictures = here(sequence.pictures());
      Tensor reference = pictures.narrow(0, 0, 1);
      Tensor clean = sample(pictures, generator).mul(new Scalar(scaling));
      Tensor noisy = reference.add(normal(reference, generator).mul(new Scalar(conditionSigma)));
      Tensor person = here(sequence.person());
      Tensor background = torch.ones_like(person.narrow(0, 0, 1)).sub(person.narrow(0, 0, 1));
      Tensor condition = sample(noisy, generator).mul(background);
      Tensor token = tower.network().apply(ClipPixels.of(reference, clipSide, statistics[0], statistics[1]));
      return new Example(clean, condition.expand(clean.shape()), token, here(sequence.landmarks()), here(sequence.shading()),
          reference, person);
    }
  }

  /** A sample of each frame's latents, unscaled; frame by frame, as memory is scarce and nothing is shared. */
  private Tensor sample(Tensor pictures, Generator generator) {
    return Scope.keep(() -> {
      List<Tensor> all = new ArrayList<>();
      for (long i = 0; i < pictures.size(0); i++) {
        Tensor one = pictures.narrow(0, i, 1);
        all.add(Scope.keep(() -> {
          Tensor moments = autoencoder.network().encodeMoments(one);
          long channels = moments.size(1) / 2;
          Tensor mean = moments.narrow(1, 0, channels);
          Tensor deviation = moments.narrow(1, channels, channels).clamp_min(new Scalar(-30)).clamp_max(new Scalar(20))
              .mul(new Scalar(0.5)).exp();
          return mean.add(deviation.mul(normal(mean, generator))).contiguous();
        }));
      }
      return torch.cat(new TensorVector(all.toArray(Tensor[]::new)), 0);
    });
  }

  /**
   * Pictures of latents, frame by frame.
   *
   * @param latents scaled, {@code [frames, 4, h, w]}
   * @return {@code [frames, 3, height, width]}, about −1..1
   */
  Tensor decode(Tensor latents) {
    return Scope.keep(() -> {
      List<Tensor> all = new ArrayList<>();
      for (long i = 0; i < latents.size(0); i++) {
        Tensor one = latents.narrow(0, i, 1).div(new Scalar(scaling));
        all.add(autoencoder.network().decode(one));
      }
      return torch.cat(new TensorVector(all.toArray(Tensor[]::new)), 0);
    });
  }

  private Tensor normal(Tensor like, Generator generator) {
    return here(torch.randn(like.shape(), new GeneratorOptional(generator), new TensorOptions(ScalarType.Float)));
  }

  /** On the device, float32. */
  Tensor here(Tensor made) {
    return made.to(device, ScalarType.Float);
  }

  @Override
  public void close() {
    autoencoder.close();
    tower.close();
  }
}
