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
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
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

  private final List<Clip> clips;
  private final int batch;
  private final int crop;
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
   * @param halved whether to compute in bfloat16
   */
  public AutoencoderTraining(Path folder, VaeConfig config, List<Clip> clips, int batch, int crop, boolean halved,
      long seed, LoopOptions options) {
    this.clips = clips;
    this.batch = batch;
    this.crop = crop;
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
      Tensor pictures = pictures(number);
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
    Tensor loss = distance(decoded, pictures).add(torch.mse_loss(decoded, pictures).mul(new Scalar(0.5)));
    for (long k : new long[] {2, 4}) {
      loss = loss.add(distance(smaller(decoded, k), smaller(pictures, k)).mul(new Scalar(0.5)));
    }
    for (long axis : new long[] {2, 3}) {
      loss = loss.add(distance(edges(decoded, axis), edges(pictures, axis)).mul(new Scalar(0.5)));
    }
    return loss.add(latents.square().mean().mul(new Scalar(SIZE_PENALTY)));
  }

  private static Tensor distance(Tensor a, Tensor b) {
    return torch.l1_loss(a, b);
  }

  private static Tensor smaller(Tensor x, long k) {
    return torch.avg_pool2d(x, k, k);
  }

  private static Tensor edges(Tensor x, long axis) {
    long size = x.size(axis);
    return x.narrow(axis, 1, size - 1).sub(x.narrow(axis, 0, size - 1));
  }

  /** Random crops of random pictures, {@code [batch, 3, crop, crop]} in −1..1, every clip as likely as its length's root. */
  private Tensor pictures(long number) {
    SplittableRandom random = new SplittableRandom(seed * 7_919 + number);
    double[] weights = clips.stream().mapToDouble(clip -> Math.sqrt(clip.frames())).toArray();
    Tensor[] crops = new Tensor[batch];
    for (int i = 0; i < batch; i++) {
      Clip clip = clips.get(Draw.index(weights, random.nextDouble()));
      Tensor picture = clip.pictures().select(0, random.nextInt(clip.frames()));
      int room = clip.side() - crop + 1;
      Tensor cut = picture.narrow(0, random.nextInt(room), crop).narrow(1, random.nextInt(room), crop);
      crops[i] = random.nextBoolean() ? cut.flip(1) : cut;
    }
    Tensor all = torch.stack(new TensorVector(crops), 0).to(ScalarType.Float);
    return all.div(new Scalar(127.5)).sub(new Scalar(1)).permute(0, 3, 1, 2);
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
