package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
import dev.keylight.train.network.Initialiser;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import dev.keylight.train.optimize.AdamOptions;
import dev.keylight.train.optimize.AdamW;
import dev.keylight.train.optimize.RunningMean;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the small UNet and its two adapters on pairs. Every picture is by itself, with its own noise level; the layers over
 * time stay as they were made and are not used: {@link SequenceTraining} follows with them.
 */
final class DiffusionTraining implements AutoCloseable {
  private final TinyConfig.Stage2 config;
  private final long seed;
  private final PairWindow pairs;
  private final TinyNetwork network;
  private final AdamW optimiser;
  private final RunningMean mean;
  private final TrainingLoop loop;

  DiffusionTraining(Path folder, TinyConfig whole, List<Excerpt> clips, Latents latents, Autoencoder autoencoder,
      LoopOptions options) {
    this.config = whole.diffusion();
    this.seed = whole.seed();
    PairMaker maker = new PairMaker(clips, seed);
    this.pairs = new PairWindow(n -> Batch.coded(maker.group(n, config.group()), clips, latents::of, autoencoder),
        config.window(), config.group(), seed);
    network = new TinyNetwork(whole, Initialiser.fresh(seed + 1), name -> !TinyNetworks.overTime(name));
    optimiser = new AdamW(new AdamOptions(0.9, 0.99, 1e-8, 1e-2), network.parameters().values());
    mean = new RunningMean(0.999, network.parameters().values());
    loop = new TrainingLoop(folder, network.parameters(), optimiser, mean, options, Peers.ALONE);
  }

  /** @param done is told of every step */
  long run(Progress progress, LongConsumer done) {
    return loop.run(this::backward, progress, done);
  }

  private double backward(long number, double share) {
    try (PointerScope scope = new PointerScope()) {
      Batch batch = pairs.batch(number, config.batch());
      SplittableRandom random = new SplittableRandom(seed * 104_729 + number);
      float[] sigmas = new float[config.batch()];
      ConditionDropping.Kept[] kept = new ConditionDropping.Kept[config.batch()];
      LogNormal levels = new LogNormal(config.noiseMean(), config.noiseDeviation());
      for (int i = 0; i < sigmas.length; i++) {
        sigmas[i] = (float) levels.draw(random);
        kept[i] = config.dropping().draw(random);
      }
      Tensor noise = torch.randn(batch.clean().shape(),
          new GeneratorOptional(torch.make_generator_cpu(seed * 1_000_003 + number)), new TensorOptions(ScalarType.Float));
      Tensor loss = network.loss(batch, noise, sigmas, kept, false);
      loss.mul(new Scalar(share)).backward();
      return loss.item_double();
    }
  }

  /** Writes the averaged weights in the published places, without the layers over time, which nothing was learnt for. */
  void write(TinyFolder folder) {
    network.write(folder, mean.mean(), false);
  }

  @Override
  public void close() {
    pairs.close();
    optimiser.close();
    mean.close();
    network.close();
  }
}
