package dev.keylight.train.tiny;

import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import dev.keylight.pipeline.WholeFile;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.loop.LearningRate;
import dev.keylight.train.loop.LoopOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The training of {@code lcvd-tiny} from its data set to its weights, in stages: autoencoder, its normalisation, its decoder
 * alone, latents of all frames, diffusion, sequences. What is finished is in the run's folder and is not done again, so the same
 * command goes on wherever the last one was stopped.
 */
public final class TinyTraining {
  private final TinyConfig config;
  private final Path folder;

  /** @param folder of the run */
  public TinyTraining(TinyConfig config, Path folder) {
    this.config = config;
    this.folder = folder;
  }

  /**
   * Trains until the end or until the progress says stop, then writes the weights as they are to {@link #model}.
   *
   * @return whether all steps of all stages are done
   */
  public boolean run(Progress progress) {
    config.autoencoder().check();
    torch.set_num_threads(config.threads());
    Dataset data = Dataset.open(Path.of(config.data()));
    List<Clip> clips = new ArrayList<>();
    try {
      data.split(Dataset.TRAIN).forEach(row -> clips.add(Clip.open(data.file(row))));
      if (clips.isEmpty()) {
        throw new BadInputException(config.data() + " has no clips to train on");
      }
      return run(clips, progress);
    } catch (IOException e) {
      throw new KeylightException("the run's folder " + folder + " cannot be written: " + e.getMessage(), e);
    } finally {
      clips.forEach(Clip::close);
    }
  }

  /** Where the model is, in the published layout; nothing is there before the autoencoder is done. */
  public Path model() {
    return folder.resolve("model");
  }

  private boolean run(List<Clip> clips, Progress progress) throws IOException {
    TinyFolder model = new TinyFolder(model());
    VaeConfig sizes = config.autoencoder().sizes();
    if (!Files.exists(model.autoencoder())) {
      progress.note("training the autoencoder");
      if (!autoencoder(model, clips, progress)) {
        return false;
      }
    }
    if (!decoder(model, clips, progress)) {
      return false;
    }
    if (config.diffusion().steps() == 0) {
      return true;
    }
    try (LoadedParameters loaded = new LoadedParameters(
        Checkpoint.open(model.autoencoder()), ScalarType.Float, new Device(new BytePointer("cpu")))) {
      Autoencoder autoencoder = new Autoencoder(sizes, loaded);
      loaded.finish();
      progress.note("latents of all frames");
      List<Excerpt> excerpts = clips.stream().map(clip -> Excerpt.of(clip, config.diffusion().excerpt())).toList();
      try (Latents latents = new Latents(folder.resolve("latents"), excerpts, autoencoder, progress)) {
        if (!latents.complete(excerpts.size())) {
          return false;
        }
        progress.note("training the UNet and its adapters");
        if (!diffusion(model, excerpts, latents, autoencoder, progress)) {
          return false;
        }
      }
      return config.sequences().steps() == 0 || sequences(model, clips, autoencoder, progress);
    }
  }

  private boolean autoencoder(TinyFolder model, List<Clip> clips, Progress progress) throws IOException {
    TinyConfig.Stage1 stage = config.autoencoder();
    try (AutoencoderTraining training = new AutoencoderTraining(folder.resolve("autoencoder"), stage.sizes(), clips,
        stage.batch(), stage.crop(), stage.colours(), config.bfloat16(), config.seed(),
        options(stage.steps(), stage.learningRate(), stage.warmup()))) {
      if (training.run(progress) < stage.steps()) {
        return false;
      }
      Path raw = folder.resolve("autoencoder/trained.safetensors");
      training.write(raw);
      model.create(config.diffusion().sizes(stage.latents()), stage.sizes());
      Normalisation.apply(raw, model.autoencoder(), stage.sizes(), clips);
      return true;
    }
  }

  /** The decoder's stage, for a model of any age; what it began with is kept beside its checkpoints. */
  private boolean decoder(TinyFolder model, List<Clip> clips, Progress progress) throws IOException {
    TinyConfig.Decoder stage = config.autoencoder().decoder();
    if (stage.steps() == 0) {
      return true;
    }
    Path home = folder.resolve("decoder");
    Path start = home.resolve("start.safetensors");
    if (!Files.exists(start)) {
      Files.createDirectories(home);
      WholeFile.write(start, Files.readAllBytes(model.autoencoder()));
    }
    if (!DecoderTraining.sameEncoder(start, model.autoencoder())) {
      throw new BadInputException(home + " holds the training of another autoencoder's decoder than that in " + model.autoencoder()
          + "; remove the folder to begin again");
    }
    progress.note("training the decoder alone");
    LoopOptions options = options(stage.steps(), stage.learningRate(), stage.warmup());
    try (DecoderTraining training = new DecoderTraining(home, start, config, clips, options)) {
      long reached = training.run(progress);
      training.write(model.autoencoder());
      return reached >= stage.steps();
    }
  }

  private boolean diffusion(TinyFolder model, List<Excerpt> clips, Latents latents, Autoencoder autoencoder,
      Progress progress) {
    TinyConfig.Stage2 stage = config.diffusion();
    try (DiffusionTraining training = new DiffusionTraining(folder.resolve("diffusion"), config, clips, latents,
        autoencoder, options(stage.steps(), stage.learningRate(), stage.warmup()))) {
      ValidationRenders renders = new ValidationRenders(Path.of(config.data()), folder.resolve("diffusion/validation"));
      long reached = training.run(progress, step -> {
        if (stage.validationEvery() > 0 && step % stage.validationEvery() == 0) {
          write(training, model);
          renders.render(model.root(), step);
        }
      });
      boolean finished = reached >= stage.steps();
      if (finished && config.sequences().steps() > 0) {
        handOver(training, reached);
      } else {
        write(training, model);
      }
      return finished;
    }
  }

  private static void write(DiffusionTraining training, TinyFolder model) {
    training.write(model);
    model.overTime(1);
  }

  /** Keeps what the third stage begins with, because that one's weights take its place in the model. */
  private void handOver(DiffusionTraining training, long step) {
    Path sequences = folder.resolve("sequences");
    TinyFolder start = start();
    try {
      Files.createDirectories(start.unet().getParent());
      Path said = sequences.resolve("start.txt");
      if (!Files.exists(said)) {
        training.write(start);
        WholeFile.write(said, Long.toString(step).getBytes(StandardCharsets.UTF_8));
      } else if (!Files.readString(said).equals(Long.toString(step))) {
        throw new BadInputException(sequences + " was begun with the pictures' step " + Files.readString(said)
            + ", and now they are at step " + step + "; move it away to begin sequences anew");
      }
    } catch (IOException e) {
      throw new KeylightException(sequences + " cannot be written: " + e.getMessage(), e);
    }
  }

  private TinyFolder start() {
    return new TinyFolder(folder.resolve("sequences/start"));
  }

  private boolean sequences(TinyFolder model, List<Clip> clips, Autoencoder autoencoder, Progress progress) {
    progress.note("training the layers over time");
    TinyConfig.Stage3 stage = config.sequences();
    List<Excerpt> whole = clips.stream().map(clip -> Excerpt.of(clip, Integer.MAX_VALUE)).toList();
    try (SequenceTraining training = new SequenceTraining(folder.resolve("sequences"), config, start(), whole, autoencoder,
            options(stage.steps(), stage.learningRate(), stage.warmup()));
        SequenceValidation validation =
            new SequenceValidation(Path.of(config.data()), folder.resolve("sequences"), stage, autoencoder)) {
      long reached = training.run(progress, step -> {
        if (stage.validationEvery() > 0 && (step == 1 || step % stage.validationEvery() == 0)) {
          validation.measure(training, step);
        }
      });
      training.write(model);
      model.overTime(stage.frames());
      return reached >= stage.steps();
    }
  }

  private LoopOptions options(long steps, double rate, long warmup) {
    LearningRate schedule = new LearningRate(rate, warmup, LearningRate.Shape.COSINE, steps, 0.05);
    return new LoopOptions(steps, 1, 1, schedule, 1000, config.checkpointSeconds(), 2);
  }
}
