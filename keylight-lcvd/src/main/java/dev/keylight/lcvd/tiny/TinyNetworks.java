package dev.keylight.lcvd.tiny;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.adapter.AdapterConfig;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.NoiseSchedule;
import dev.keylight.lcvd.sampler.Solver;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A trained small model, {@code lcvd-tiny}: the paper's UNet, two of its adapters and its autoencoder in a small configuration,
 * each picture by itself or, where its layers over time have learnt, frames of a clip together. Unlike the published reference adapter, which sees pixels, this one sees latents
 * ({@link AdapterConfig#smallReference}), and what it sees is already warped into place.
 *
 * <p>Not thread safe.
 */
public final class TinyNetworks implements AutoCloseable {
  /** What the network is told of frames per second, motion and noise on the condition: nothing that changes. */
  public static final float[] IDS = {6, 127, 0};

  private static final double LAST_SIGMA = 0.02;

  private final List<LoadedParameters> opened = new ArrayList<>();
  private final List<Tensor> absent = new ArrayList<>();
  private final int scale;
  private final int frames;
  private final Autoencoder autoencoder;
  private final UNet pictures;
  private final UNet film;
  private final Adapter light;
  private final Adapter reference;
  private final Tensor context;

  /**
   * What is shown.
   *
   * @param background latents where the person is not
   * @param hint the shading asked for, {@code [n, 3, height, width]} in 0..1
   * @param reference latents of the warped frames
   */
  public record Conditions(Tensor background, Tensor hint, Tensor reference) {}

  /**
   * How it is rendered.
   *
   * @param guidance of shading and reference together over the reference alone, 1 for none
   * @param shaded whether the shading is seen
   * @param referred whether the reference is seen
   * @param sigma the first noise level
   * @param steps of the sampler
   */
  public record Way(double guidance, boolean shaded, boolean referred, double sigma, int steps) {}

  /**
   * Opens a trained folder.
   *
   * @throws dev.keylight.BadInputException when something is missing or does not fit
   */
  public TinyNetworks(ModelFolder models) {
    UNetConfig sizes = models.unetConfig();
    VaeConfig coder = models.vaeConfig();
    int channels = sizes.channels()[0];
    scale = coder.scale();
    frames = models.smallFrames();
    autoencoder = open(models.autoencoderFile(), p -> new Autoencoder(coder, p));
    Checkpoint file = models.unetFile();
    pictures = open(file, p -> new UNet(sizes, frames > 1 ? p : without(p, file), Memo.forgetful(), Segments.DIRECT, false));
    film = pictures.filming(true);
    light = open(models.adapterFile(Condition.SHADING), p -> new Adapter(AdapterConfig.SMALL_SHADING, p, channels));
    reference = open(models.adapterFile(Condition.REFERENCE),
        p -> new Adapter(AdapterConfig.smallReference(coder.latentChannels()), p, channels));
    context = Scope.lasting(() -> torch.zeros(new long[] {1, sizes.contextChannels()}, new TensorOptions(ScalarType.Float)));
  }

  /** Whether a weight of the UNet belongs to its layers over time, which pictures by themselves do not pass through. */
  public static boolean overTime(String name) {
    return name.contains("temporal") || name.contains("time_mixer") || name.contains("time_pos_embed");
  }

  /** Layers over time that are not in the file are there, because the class has them, and are zero. */
  private Parameters without(Parameters loaded, Checkpoint file) {
    return new Parameters() {
      @Override
      public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
        if (!overTime(name) || file.entry(name) != null) {
          return loaded.take(name, layout, shape);
        }
        Tensor zeros = Scope.lasting(() -> layout.apply(torch.zeros(shape, new TensorOptions(ScalarType.Float))));
        absent.add(zeros);
        return zeros;
      }

      @Override
      public Optional<Consumer<Pointer>> keeper() {
        return loaded.keeper();
      }
    };
  }

  /** How many frames its layers over time learnt together; 1 where it knows single pictures only. */
  public int frames() {
    return frames;
  }

  /** Pixels per latent along each side. */
  public int scale() {
    return scale;
  }

  /**
   * 1 where a latent sees nothing of the person, else 0: the background is shown there and nowhere else.
   *
   * @param matte {@code [n, 1, height, width]} in 0..1
   * @param scale pixels per latent along each side
   * @return {@code [n, 1, height/scale, width/scale]}
   */
  public static Tensor elsewhere(Tensor matte, int scale) {
    return Scope.keep(
        () -> torch.max_pool2d(matte, scale, scale).lt(new Scalar(0.5)).to(ScalarType.Float));
  }

  private <T> T open(Checkpoint file, Function<Parameters, T> network) {
    LoadedParameters loaded =
        new LoadedParameters(file, ScalarType.Float, new Device(new BytePointer("cpu")));
    opened.add(loaded);
    T built = network.apply(loaded);
    loaded.finish();
    return built;
  }

  /** Latents of pictures {@code [n, 3, height, width]} in −1..1; sides are multiples of the {@link #scale}. */
  public Tensor encode(Tensor pictures) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return autoencoder.encodeMode(pictures).contiguous();
    }
  }

  /** Pictures of latents, about −1..1 and not clamped. */
  public Tensor decode(Tensor coded) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return autoencoder.decode(coded);
    }
  }

  /**
   * Runs the sampler, every picture by itself.
   *
   * @param start latents the noise is added to; null for noise alone
   * @return latents
   */
  public Tensor sample(Conditions conditions, Way way, Tensor start, long seed) {
    return sample(conditions, way, start, seed, false);
  }

  /**
   * Runs the sampler. Every picture starts from the same noise, so that neighbours in time differ by what they show only.
   *
   * @param together whether the pictures are frames of one clip, best {@link #frames} of them, which see each other; otherwise
   *     each is by itself
   */
  Tensor sample(Conditions conditions, Way way, Tensor start, long seed, boolean together) {
    UNet unet = together ? film : pictures;
    try (NoGradGuard guard = new NoGradGuard(); ImageContext nothing = ImageContext.changing(context)) {
      Tensor shading = light.apply(conditions.hint);
      Tensor portrait = reference.apply(conditions.reference);
      List<Tensor> full = new ArrayList<>();
      if (way.shaded) {
        full.add(shading);
      }
      if (way.referred) {
        full.add(portrait);
      }
      float[] sigmas = NoiseSchedule.karras(way.steps, LAST_SIGMA, way.sigma).sigmas();
      Tensor noise = torch.randn(conditions.background.narrow(0, 0, 1).shape(),
          new GeneratorOptional(torch.make_generator_cpu(seed)), new TensorOptions(ScalarType.Float))
          .mul(new Scalar((double) sigmas[0]));
      Tensor x = start == null ? noise.expand_as(conditions.background) : start.add(noise);
      for (int i = 0; i < way.steps; i++) {
        Tensor noisy = x;
        double sigma = sigmas[i];
        double next = sigmas[i + 1];
        x = Scope.keep(() -> {
          Tensor input = torch.cat(
              new TensorVector(noisy.div(new Scalar(Math.sqrt(sigma * sigma + 1))), conditions.background), 1);
          Tensor v = predict(unet, input, sigma, nothing, full);
          if (way.guidance != 1) {
            v = Guidance.combine(v, predict(unet, input, sigma, nothing, List.of(portrait)), (float) way.guidance);
          }
          Tensor clean = Solver.clean(noisy, v, (float) sigma);
          return noisy.add(noisy.sub(clean).mul(new Scalar((next - sigma) / sigma)));
        });
      }
      return x;
    }
  }

  /**
   * Latents as another light changes them. The model is asked twice what is behind the same noise, under the light there is and
   * under the one wanted, and only the difference is taken: what it would change without being asked to, because it holds
   * neither this face nor its detail, is in both and drops out, as in delta denoising score (Hertz, Aberman and Cohen-Or 2023).
   *
   * @param coded latents of pictures, which are the reference too
   * @param background latents where the person is not
   * @param wanted shading under the light asked for, {@code [n, 3, height, width]} in 0..1
   * @param present shading under the light that is there
   * @param weight of the difference
   * @param sigma noise under which the model looks
   */
  public Tensor relit(Tensor coded, Tensor background, Tensor wanted, Tensor present, double weight, double sigma, long seed) {
    return relit(coded, background, wanted, present, weight, sigma, seed, false);
  }

  /** The same, of frames of one clip or of pictures by themselves, see {@link #sample}. */
  Tensor relit(Tensor coded, Tensor background, Tensor wanted, Tensor present, double weight, double sigma, long seed,
      boolean together) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Way once = new Way(1, true, true, sigma, 1);
      Tensor asked = sample(new Conditions(background, wanted, coded), once, coded, seed, together);
      Tensor is = sample(new Conditions(background, present, coded), once, coded, seed, together);
      return coded.add(asked.sub(is).mul(new Scalar(weight)));
    }
  }

  private Tensor predict(UNet unet, Tensor input, double sigma, ImageContext nothing, List<Tensor> features) {
    Tensor time = Tensor.create((float) (0.25 * Math.log(sigma))).view(1);
    NoiseLevel level = unet.noiseLevels(time, Tensor.create(IDS, 1, 3), input);
    return unet.forward(input, level, nothing, features);
  }

  @Override
  public void close() {
    Scope.free(context);
    absent.forEach(Scope::free);
    opened.forEach(LoadedParameters::close);
  }
}
