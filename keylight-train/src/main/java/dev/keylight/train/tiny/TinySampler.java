package dev.keylight.train.tiny;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.LoadedParameters;
import dev.keylight.lcvd.checkpoint.Parameters;
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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Renders single pictures with a trained small model, for validation. */
final class TinySampler implements AutoCloseable {
  private static final double LAST_SIGMA = 0.02;

  private final List<LoadedParameters> opened = new ArrayList<>();
  private final Autoencoder autoencoder;
  private final UNet unet;
  private final Adapter light;
  private final Adapter reference;
  private final Tensor context;

  /**
   * What is shown.
   *
   * @param background latents where the person is not
   * @param hint the shading asked for, {@code [n, 3, height, width]} in 0..1
   * @param reference warped frames in −1..1
   */
  record Conditions(Tensor background, Tensor hint, Tensor reference) {}

  /**
   * How it is rendered.
   *
   * @param guidance of shading and reference together over the reference alone, 1 for none
   * @param shaded whether the shading is seen
   * @param referred whether the reference is seen
   * @param sigma the first noise level
   * @param steps of the sampler
   */
  record Way(double guidance, boolean shaded, boolean referred, double sigma, int steps) {}

  TinySampler(Path model, TinyConfig config) {
    TinyFolder folder = new TinyFolder(model);
    UNetConfig sizes = config.diffusion().sizes(config.autoencoder().latents());
    autoencoder = open(folder.autoencoder(), p -> new Autoencoder(config.autoencoder().sizes(), p));
    unet = open(folder.unet(), p -> new UNet(sizes, p, Memo.forgetful(), Segments.DIRECT, false));
    light = open(folder.light(), p -> new Adapter(p, sizes.channels()[0]));
    reference = open(folder.reference(), p -> new Adapter(p, sizes.channels()[0]));
    context = Scope.lasting(() -> torch.zeros(new long[] {1, sizes.contextChannels()}, new TensorOptions(ScalarType.Float)));
  }

  private <T> T open(Path file, Function<Parameters, T> network) {
    LoadedParameters loaded =
        new LoadedParameters(Checkpoint.open(file), ScalarType.Float, new Device(new BytePointer("cpu")));
    opened.add(loaded);
    T built = network.apply(loaded);
    loaded.finish();
    return built;
  }

  Tensor encode(Tensor pictures) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return autoencoder.encodeMode(pictures).contiguous();
    }
  }

  Tensor decode(Tensor coded) {
    try (NoGradGuard guard = new NoGradGuard()) {
      return autoencoder.decode(coded);
    }
  }

  /**
   * Runs the sampler.
   *
   * @param start latents the noise is added to; null for noise alone
   * @return latents
   */
  Tensor sample(Conditions conditions, Way way, Tensor start, long seed) {
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
      Tensor noise = torch.randn(conditions.background.shape(), new GeneratorOptional(torch.make_generator_cpu(seed)),
          new TensorOptions(ScalarType.Float)).mul(new Scalar((double) sigmas[0]));
      Tensor x = start == null ? noise : start.add(noise);
      for (int i = 0; i < way.steps; i++) {
        Tensor noisy = x;
        double sigma = sigmas[i];
        double next = sigmas[i + 1];
        x = Scope.keep(() -> {
          Tensor input = torch.cat(
              new TensorVector(noisy.div(new Scalar(Math.sqrt(sigma * sigma + 1))), conditions.background), 1);
          Tensor v = predict(input, sigma, nothing, full);
          if (way.guidance != 1) {
            v = Guidance.combine(v, predict(input, sigma, nothing, List.of(portrait)), (float) way.guidance);
          }
          Tensor clean = Solver.clean(noisy, v, (float) sigma);
          return noisy.add(noisy.sub(clean).mul(new Scalar((next - sigma) / sigma)));
        });
      }
      return x;
    }
  }

  private Tensor predict(Tensor input, double sigma, ImageContext nothing, List<Tensor> features) {
    Tensor time = Tensor.create((float) (0.25 * Math.log(sigma))).view(1);
    NoiseLevel level = unet.noiseLevels(time, Tensor.create(DiffusionTraining.IDS, 1, 3), input);
    return unet.forward(input, level, nothing, features);
  }

  @Override
  public void close() {
    Scope.free(context);
    opened.forEach(LoadedParameters::close);
  }
}
