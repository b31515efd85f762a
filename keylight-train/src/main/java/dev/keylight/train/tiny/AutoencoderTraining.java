package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.train.data.Clip;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
import dev.keylight.train.network.Autocast;
import dev.keylight.train.network.Initialiser;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.optimize.AdamOptions;
import dev.keylight.train.optimize.AdamW;
import dev.keylight.train.optimize.RunningMean;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the small autoencoder on crops of portraits: pixels to pixels over latents that get a little noise, so that near
 * latents mean near pictures. The loss looks at colours, at edges, and at the picture from further away.
 */
public final class AutoencoderTraining implements AutoCloseable {
  /** Noise on the latents, in shares of their deviation. */
  private static final double LATENT_NOISE = 0.03;

  /** Pull of the latents towards zero. */
  private static final double SIZE_PENALTY = 1e-4;

  private final Crops crops;
  private final boolean halved;
  private final long seed;
  private final VaeConfig config;
  private final TrainableParameters parameters;
  private final Autoencoder network;
  private final AdamW optimiser;
  private final RunningMean mean;
  private final TrainingLoop loop;

  /**
   * @param crop side of the crops, a multiple of the autoencoder's scale
   * @param colours share of the crops that get other colours
   * @param halved whether to compute in bfloat16
   */
  public AutoencoderTraining(Path folder, VaeConfig config, List<Clip> clips, int batch, int crop, double colours,
      boolean halved, long seed, LoopOptions options) {
    this.crops = new Crops(clips, batch, crop, new ColourJitter(colours), seed);
    this.halved = halved;
    this.seed = seed;
    this.config = config;
    parameters = new TrainableParameters(Initialiser.fresh(seed), name -> true);
    network = new Autoencoder(config, parameters.at("vae"));
    parameters.seal();
    optimiser = new AdamW(new AdamOptions(0.9, 0.95, 1e-8, 1e-2), parameters.values());
    mean = new RunningMean(0.999, parameters.values());
    loop = new TrainingLoop(folder, parameters, optimiser, mean, options, Peers.ALONE);
  }

  /** Trains on, from the newest checkpoint. */
  public long run(Progress progress) {
    return loop.run(this::backward, progress);
  }

  private double backward(long number, double share) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pictures = crops.batch(number);
      Tensor loss;
      try (Autocast cast = Autocast.bfloat16(halved)) {
        loss = loss(pictures, number);
      }
      loss.mul(new Scalar(share)).backward();
      return loss.item_double();
    }
  }

  private Tensor loss(Tensor pictures, long number) {
    Tensor latents = network.encodeMode(pictures).to(ScalarType.Float);
    double deviation = latents.detach().std().item_double();
    Tensor noise = torch.randn(latents.shape(),
        new GeneratorOptional(torch.make_generator_cpu(seed * 1_000_003 + number)), new TensorOptions(ScalarType.Float));
    Tensor decoded = network.decode(latents.add(noise.mul(new Scalar(LATENT_NOISE * deviation)))).to(ScalarType.Float);
    return PictureLoss.of(decoded, pictures).add(latents.square().mean().mul(new Scalar(SIZE_PENALTY)));
  }

  /** Writes the averaged weights in the published layout. */
  public void write(Path file) {
    parameters.write(file, "vae", mean.mean());
  }

  public VaeConfig config() {
    return config;
  }

  @Override
  public void close() {
    optimiser.close();
    mean.close();
    parameters.close();
  }
}
