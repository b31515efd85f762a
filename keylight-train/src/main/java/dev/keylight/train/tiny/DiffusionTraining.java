package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.adapter.AdapterConfig;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
import dev.keylight.train.network.Autocast;
import dev.keylight.train.network.Initialiser;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.LogNormal;
import dev.keylight.train.objective.Velocity;
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
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the small UNet and its two adapters on pairs. Every picture is by itself, with its own noise level; the layers over
 * time stay as they were made and are not used, until a training on clips follows.
 */
final class DiffusionTraining implements AutoCloseable {
  private final TinyConfig.Stage2 config;
  private final long seed;
  private final boolean halved;
  private final PairWindow pairs;
  private final TrainableParameters parameters;
  private final UNet unet;
  private final Adapter light;
  private final Adapter reference;
  private final Tensor context;
  private final AdamW optimiser;
  private final RunningMean mean;
  private final TrainingLoop loop;

  DiffusionTraining(Path folder, TinyConfig whole, List<Excerpt> clips, Latents latents, Autoencoder autoencoder,
      LoopOptions options) {
    this.config = whole.diffusion();
    this.seed = whole.seed();
    this.halved = whole.bfloat16();
    PairMaker maker = new PairMaker(clips, seed);
    this.pairs = new PairWindow(n -> Batch.coded(maker.group(n, config.group()), clips, latents, autoencoder),
        config.window(), config.group(), seed);
    parameters = new TrainableParameters(Initialiser.fresh(seed + 1), name -> !TinyNetworks.overTime(name));
    int coded = whole.autoencoder().latents();
    UNetConfig sizes = config.sizes(coded);
    unet = new UNet(sizes, parameters.at("unet"), Memo.forgetful(), Segments.DIRECT, false);
    light = new Adapter(AdapterConfig.SMALL_SHADING, parameters.at("light"), sizes.channels()[0]);
    reference = new Adapter(AdapterConfig.smallReference(coded), parameters.at("reference"), sizes.channels()[0]);
    parameters.seal();
    context = torch.zeros(new long[] {1, sizes.contextChannels()}, new TensorOptions(ScalarType.Float));
    context.retainReference();
    optimiser = new AdamW(new AdamOptions(0.9, 0.99, 1e-8, 1e-2), parameters.values());
    mean = new RunningMean(0.999, parameters.values());
    loop = new TrainingLoop(folder, parameters, optimiser, mean, options, Peers.ALONE);
  }

  /** @param done is told of every step */
  long run(Progress progress, LongConsumer done) {
    return loop.run(this::backward, progress, done);
  }

  long resume() {
    return loop.resume();
  }

  private double backward(long number, double share) {
    try (PointerScope scope = new PointerScope(); ImageContext nothing = ImageContext.changing(context)) {
      Batch batch = pairs.batch(number, config.batch());
      SplittableRandom random = new SplittableRandom(seed * 104_729 + number);
      int n = config.batch();
      float[] sigmas = new float[n];
      float[] times = new float[n];
      float[] ids = new float[3 * n];
      float[] shaded = new float[n];
      float[] referred = new float[n];
      LogNormal levels = new LogNormal(config.noiseMean(), config.noiseDeviation());
      for (int i = 0; i < n; i++) {
        sigmas[i] = (float) levels.draw(random);
        times[i] = (float) (0.25 * Math.log(sigmas[i]));
        System.arraycopy(TinyNetworks.IDS, 0, ids, 3 * i, 3);
        ConditionDropping.Kept kept = config.dropping().draw(random);
        shaded[i] = kept.shading() ? 1 : 0;
        referred[i] = kept.reference() ? 1 : 0;
      }
      Tensor sigma = Tensor.create(sigmas, n, 1, 1, 1);
      Tensor noise = torch.randn(batch.clean().shape(),
          new GeneratorOptional(torch.make_generator_cpu(seed * 1_000_003 + number)), new TensorOptions(ScalarType.Float));
      Tensor input = torch.cat(new TensorVector(Velocity.input(batch.clean(), noise, sigma), batch.background()), 1);
      Tensor predicted;
      try (Autocast cast = Autocast.bfloat16(halved)) {
        NoiseLevel level = unet.noiseLevels(Tensor.create(times, n), Tensor.create(ids, n, 3), input);
        predicted = unet.forward(input, level, nothing,
            List.of(light.apply(batch.hint()).mul(Tensor.create(shaded, n, 1, 1, 1)),
                reference.apply(batch.reference()).mul(Tensor.create(referred, n, 1, 1, 1)))).to(ScalarType.Float);
      }
      Tensor loss = Velocity.loss(predicted, Velocity.of(batch.clean(), noise, sigma), batch.person(), false);
      loss.mul(new Scalar(share)).backward();
      return loss.item_double();
    }
  }

  /** Writes the averaged weights in the published places, without the layers over time, which nothing was learnt for. */
  void write(TinyFolder folder) {
    parameters.write(folder.unet(), "unet", mean.mean(), name -> !TinyNetworks.overTime(name));
    parameters.write(folder.light(), "light", mean.mean());
    parameters.write(folder.reference(), "reference", mean.mean());
  }

  @Override
  public void close() {
    pairs.close();
    context.releaseReference();
    optimiser.close();
    mean.close();
    parameters.close();
  }
}
