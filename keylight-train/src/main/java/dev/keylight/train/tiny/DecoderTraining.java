package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.train.data.Clip;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
import dev.keylight.train.network.Autocast;
import dev.keylight.train.network.Initialiser;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.objective.PerceptualLoss;
import dev.keylight.train.optimize.AdamOptions;
import dev.keylight.train.optimize.AdamW;
import dev.keylight.train.optimize.RunningMean;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the decoder of a finished, normalised autoencoder on, while its encoder stays as it is to the bit: whatever was learnt
 * on its latents stays valid. Beside the losses of {@link AutoencoderTraining} it minds how pictures look
 * ({@link PerceptualLoss}).
 */
final class DecoderTraining implements AutoCloseable {
  /** Noise on the latents, whose deviation is 1. */
  private static final double LATENT_NOISE = 0.03;

  private final TinyConfig.Decoder config;
  private final boolean halved;
  private final long seed;
  private final Crops crops;
  private final TrainableParameters parameters;
  private final Autoencoder network;
  private final PerceptualLoss perceptual;
  private final AdamW optimiser;
  private final RunningMean mean;
  private final TrainingLoop loop;

  /**
   * @param folder for checkpoints and the curve
   * @param start the autoencoder to begin with; the same file whenever the run goes on
   */
  DecoderTraining(Path folder, Path start, TinyConfig whole, List<Clip> clips, LoopOptions options) {
    config = whole.autoencoder().decoder();
    halved = whole.bfloat16();
    seed = whole.seed() + 2;
    crops = new Crops(clips, config.batch(), config.crop(), new ColourJitter(whole.autoencoder().colours()), seed);
    perceptual = config.perceptual() > 0 ? PerceptualLoss.found() : null;
    parameters = new TrainableParameters(Initialiser.from(Checkpoint.open(start), "vae"), DecoderTraining::decodes);
    network = new Autoencoder(whole.autoencoder().sizes(), parameters.at("vae"));
    parameters.seal();
    optimiser = new AdamW(new AdamOptions(0.9, 0.95, 1e-8, 1e-2), parameters.values());
    mean = new RunningMean(0.999, parameters.values());
    loop = new TrainingLoop(folder, parameters, optimiser, mean, options, Peers.ALONE);
  }

  private static boolean decodes(String name) {
    return name.startsWith("vae.decoder.") || name.startsWith("vae.post_quant_conv.");
  }

  /** Whether two files hold the same encoder, to the bit. */
  static boolean sameEncoder(Path one, Path other) {
    Checkpoint a = Checkpoint.open(one);
    Checkpoint b = Checkpoint.open(other);
    try (PointerScope scope = new PointerScope()) {
      return a.entries().stream().map(TensorEntry::name).filter(name -> !decodes("vae." + name))
          .allMatch(name -> a.tensor(name).equal(b.tensor(name)));
    }
  }

  /** Trains on, from the newest checkpoint; returns the step reached. */
  long run(Progress progress) {
    return loop.run(this::backward, progress);
  }

  private double backward(long number, double share) {
    try (PointerScope scope = new PointerScope()) {
      Tensor pictures = crops.batch(number);
      Tensor decoded;
      try (Autocast cast = Autocast.bfloat16(halved)) {
        decoded = network.decode(latents(pictures, number)).to(ScalarType.Float);
      }
      Tensor loss = PictureLoss.of(decoded, pictures);
      if (perceptual != null) {
        loss = loss.add(perceptual.distance(decoded, pictures).mul(new Scalar(config.perceptual())));
      }
      loss.mul(new Scalar(share)).backward();
      return loss.item_double();
    }
  }

  private Tensor latents(Tensor pictures, long number) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor latents = network.encodeMode(pictures).to(ScalarType.Float);
      return latents.add(torch.randn(latents.shape(),
          new GeneratorOptional(torch.make_generator_cpu(seed * 1_000_003 + number)), new TensorOptions(ScalarType.Float))
          .mul(new Scalar(LATENT_NOISE)));
    }
  }

  /** Writes the encoder as it was and the averaged decoder, in the published layout. */
  void write(Path file) {
    parameters.write(file, "vae", mean.mean());
  }

  @Override
  public void close() {
    if (perceptual != null) {
      perceptual.close();
    }
    optimiser.close();
    mean.close();
    parameters.close();
  }
}
