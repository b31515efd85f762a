package dev.keylight.train.lcvd;

import dev.keylight.BadInputException;
import dev.keylight.Progress;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.loop.Peers;
import dev.keylight.train.loop.TrainingLoop;
import dev.keylight.train.network.Autocast;
import dev.keylight.train.network.LowRank;
import dev.keylight.train.network.Recompute;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.network.TrainingDevice;
import dev.keylight.train.optimize.AdamOptions;
import dev.keylight.train.optimize.AdamW;
import dev.keylight.train.optimize.AdamW8Bit;
import dev.keylight.train.optimize.Optimiser;
import dev.keylight.train.optimize.RunningMean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The training of the full model (spec §8), from published weights to weights in the published layout. */
public final class LcvdTraining implements AutoCloseable {
  private final LcvdConfig config;
  private final Device device;
  private final ModelFolder models;
  private final List<Clip> clips = new ArrayList<>();
  private final SequencesAhead sequences = new SequencesAhead(this::draw);
  private final Recompute recompute = new Recompute();
  private final TrainableParameters parameters;
  private final LowRank changes;
  private final LcvdNetworks networks;
  private final Encoders encoders;
  private final Optimiser optimiser;
  private final RunningMean mean;
  private final LcvdRenders renders;
  private final Peers peers;
  private final TrainingLoop loop;
  private final int latentChannels;

  /**
   * @param folder of the run: checkpoints and curve
   * @param peers who else trains the same model
   */
  public LcvdTraining(LcvdConfig config, Path folder, Peers peers) {
    this(config, folder, peers, TrainingDevice.open(config.device(), peers.rank(), peers.count()));
  }

  /** @param device must outlive this */
  LcvdTraining(LcvdConfig config, Path folder, Peers peers, Device device) {
    this.config = config;
    this.device = device;
    if (config.threads() > 0) {
      torch.set_num_threads(config.threads());
    }
    if (!config.precision().matches("float32|bfloat16")) {
      throw new BadInputException("there is no precision " + config.precision() + "; there are float32 and bfloat16");
    }
    models = new ModelFolder(Path.of(config.weights()));
    Dataset data = Dataset.open(Path.of(config.data()));
    data.split(Dataset.TRAIN).forEach(row -> clips.add(Clip.open(data.file(row))));
    if (clips.isEmpty()) {
      throw new BadInputException(config.data() + " has no clips to train on");
    }
    parameters = new TrainableParameters(new PublishedStart(models, config.seed()), trained(config), device);
    changes = new LowRank(parameters, config.loraRank(), LcvdTraining::ofAttention);
    networks = new LcvdNetworks(models.unetConfig(), config.train().equals("lora") ? changes : parameters,
        config.recompute() ? recompute : Segments.DIRECT);
    parameters.seal();
    latentChannels = models.vaeConfig().latentChannels();
    encoders = new Encoders(models, device);
    AdamOptions options = new AdamOptions(0.9, 0.999, 1e-8, config.weightDecay());
    optimiser = switch (config.optimiser()) {
      case "adamw" -> new AdamW(options, parameters.values());
      case "adamw8bit" -> new AdamW8Bit(options, parameters.values());
      default -> throw new BadInputException("there is no optimiser " + config.optimiser() + "; there are adamw and adamw8bit");
    };
    mean = config.runningMean() > 0 ? new RunningMean(config.runningMean(), parameters.values()) : null;
    this.peers = peers;
    renders = new LcvdRenders(Path.of(config.data()), folder.resolve("validation"), config.frames(), models, networks, encoders);
    loop = new TrainingLoop(folder, parameters, optimiser, mean, config.loop(), peers);
  }

  private static Predicate<String> trained(LcvdConfig config) {
    return switch (config.train()) {
      case "all" -> name -> true;
      case "adapters" -> name -> !name.startsWith("unet.");
      case "lora" -> name -> !name.startsWith("unet.") || name.contains(".lora_");
      default -> throw new BadInputException("train: " + config.train() + " is not known; there are all, adapters and lora");
    };
  }

  /** The projections of all attentions of the UNet. */
  static boolean ofAttention(String name) {
    return name.matches("unet\\..*\\.attn[12]\\.to_(q|k|v|out\\.0)\\.weight");
  }

  /** Trains on from the newest checkpoint; returns the step reached. */
  public long run(Progress progress) {
    return loop.run(this::backward, progress, step -> {
      if (peers.first() && config.validationEvery() > 0 && step % config.validationEvery() == 0) {
        validate(step);
      }
    });
  }

  /** Renders with the weights that would be written now. */
  private void validate(long step) {
    Tensor values = parameters.values();
    if (mean != null) {
      mean.swap(values);
    }
    try (NoGradGuard guard = new NoGradGuard(); Autocast cast = cast()) {
      changes.refresh(values);
      renders.render(step);
    } finally {
      if (mean != null) {
        mean.swap(values); // low-rank changes are put together again before the next batch
      }
    }
  }

  private Autocast cast() {
    return Autocast.bfloat16(device.type().intern(), config.precision().equals("bfloat16"));
  }

  private DrawnSequence draw(long number) {
    SplittableRandom random = new SplittableRandom(config.seed() * 104_729 + number);
    Clip clip = clips.get(random.nextInt(clips.size()));
    return DrawnSequence.of(Sequence.draw(clip, config.frames(), config.sampleRate(), random), random);
  }

  private double backward(long number, double share) {
    Generator generator = torch.make_generator_cpu(config.seed() * 1_000_003 + number);
    try (PointerScope scope = new PointerScope(); DrawnSequence sequence = sequences.take(number, number + peers.count())) {
      long side = sequence.side() / 8;
      Tensor noise = torch.randn(new long[] {config.frames(), latentChannels, side, side}, new GeneratorOptional(generator),
          new TensorOptions(ScalarType.Float)).to(device, ScalarType.Float);
      Chance chance = Chance.draw(sequence.random(), config.noise(), config.conditionNoise(), config.dropping(), config.dropout(), noise);
      Example example = encoders.encode(sequence, chance.conditionSigma(), generator);
      changes.refresh(parameters.values());
      try (Autocast cast = cast()) {
        double loss = networks.backward(example, chance, share);
        changes.collect();
        return loss;
      }
    } finally {
      recompute.clear();
    }
  }

  /**
   * Writes what was trained as a folder in the published layout. What does not learn is linked from the weights the training
   * started from.
   */
  public void write(Path folder) {
    PublishedResult result = new PublishedResult(models, folder);
    Tensor values = mean == null ? parameters.values() : mean.mean();
    changes.refresh(values);
    parameters.write(result.file("unet"), "unet", values);
    parameters.write(result.file(Condition.LANDMARKS.file()), "head", values);
    parameters.write(result.file(Condition.SHADING.file()), "light", values);
    parameters.write(result.file(Condition.REFERENCE.file()), "reference", values);
  }

  @Override
  public void close() {
    sequences.close();
    recompute.close();
    encoders.close();
    optimiser.close();
    if (mean != null) {
      mean.close();
    }
    changes.close();
    parameters.close();
    clips.forEach(Clip::close);
  }
}
