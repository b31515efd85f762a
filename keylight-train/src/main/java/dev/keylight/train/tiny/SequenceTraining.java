package dev.keylight.train.tiny;

import dev.keylight.Progress;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.train.loop.LoopOptions;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
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
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Trains the layers over time on short sequences, on top of what {@link DiffusionTraining} learnt of single pictures. They begin
 * as nothing at all ({@link TimeStart}), so the first step predicts what the picture model predicts. As in Stable Video
 * Diffusion and AnimateDiff the other layers hold still, if not said otherwise; the paper trains all, from weights that know
 * clips already. A sequence has one noise level and one set of conditions (spec §8.5).
 */
final class SequenceTraining implements AutoCloseable {
  private final TinyConfig.Stage3 config;
  private final LogNormal levels;
  private final ConditionDropping dropping;
  private final long seed;
  private final PairWindow sequences;
  private final TinyNetwork network;
  private final AdamW optimiser;
  private final RunningMean mean;
  private final TrainingLoop loop;

  /**
   * @param folder for checkpoints and curve
   * @param start where the picture model's weights are
   * @param clips all their frames, because neighbours are wanted here
   */
  SequenceTraining(Path folder, TinyConfig whole, TinyFolder start, List<Excerpt> clips, Autoencoder autoencoder,
      LoopOptions options) {
    this.config = whole.sequences();
    this.levels = new LogNormal(whole.diffusion().noiseMean(), whole.diffusion().noiseDeviation());
    this.dropping = whole.diffusion().dropping();
    this.seed = whole.seed();
    PairMaker maker = new PairMaker(clips, seed);
    this.sequences = new PairWindow(n -> Batch.coded(maker.sequence(n, config.frames(), config.rate()), clips,
        (clip, frame) -> Batch.coded(clips.get(clip), frame, autoencoder), autoencoder), config.window(), config.frames(), seed);
    network = new TinyNetwork(whole, new TimeStart(start, seed + 2), name -> config.all() || TinyNetworks.overTime(name));
    optimiser = new AdamW(new AdamOptions(0.9, 0.99, 1e-8, 1e-2), network.parameters().values());
    mean = new RunningMean(0.99, network.parameters().values());
    loop = new TrainingLoop(folder, network.parameters(), optimiser, mean, options, Peers.ALONE);
  }

  /** @param done is told of every step */
  long run(Progress progress, LongConsumer done) {
    return loop.run(this::backward, progress, done);
  }

  private double backward(long number, double share) {
    SplittableRandom random = new SplittableRandom(seed * 104_729 + number);
    try (PointerScope scope = new PointerScope()) {
      GeneratorOptional generator = new GeneratorOptional(torch.make_generator_cpu(seed * 1_000_003 + number));
      double sum = 0;
      for (Batch sequence : sequences.groups(number, config.batch())) {
        float sigma = (float) levels.draw(random);
        ConditionDropping.Kept kept = dropping.draw(random);
        boolean common = random.nextDouble() < config.commonNoise();
        try (PointerScope one = new PointerScope()) {
          Tensor loss = network.loss(sequence, noise(sequence, common, generator), new float[] {sigma},
              new ConditionDropping.Kept[] {kept}, true);
          loss.mul(new Scalar(share / config.batch())).backward();
          sum += loss.item_double() / config.batch();
        }
      }
      return sum;
    }
  }

  private static Tensor noise(Batch sequence, boolean common, GeneratorOptional generator) {
    long[] shape = sequence.clean().shape();
    long frames = shape[0];
    shape[0] = common ? 1 : frames;
    Tensor noise = torch.randn(shape, generator, new TensorOptions(ScalarType.Float));
    return common ? noise.repeat(frames, 1, 1, 1) : noise;
  }

  /**
   * What the averaged weights make of one sequence whose conditions are all seen: the loss with the layers over time, and with
   * each frame by itself.
   *
   * @param sigma noise level
   * @param common whether all frames have the same noise
   */
  double[] losses(Batch sequence, double sigma, boolean common) {
    Tensor values = network.parameters().values();
    double[] losses = new double[2];
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Tensor now = values.clone();
      values.copy_(mean.mean());
      Tensor noise = noise(sequence, common, new GeneratorOptional(torch.make_generator_cpu(seed)));
      ConditionDropping.Kept[] all = {new ConditionDropping.Kept(false, true, true)};
      for (int i = 0; i < 2; i++) {
        losses[i] = network.loss(sequence, noise, new float[] {(float) sigma}, all, i == 0).item_double();
      }
      values.copy_(now);
    }
    return losses;
  }

  /** Writes the averaged weights in the published places. */
  void write(TinyFolder folder) {
    network.write(folder, mean.mean(), true);
  }

  @Override
  public void close() {
    sequences.close();
    optimiser.close();
    mean.close();
    network.close();
  }
}
