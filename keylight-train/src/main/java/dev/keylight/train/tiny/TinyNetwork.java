package dev.keylight.train.tiny;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.adapter.AdapterConfig;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.unet.ImageContext;
import dev.keylight.lcvd.unet.NoiseLevel;
import dev.keylight.lcvd.unet.Segments;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.train.network.Autocast;
import dev.keylight.train.network.Initialiser;
import dev.keylight.train.network.TrainableParameters;
import dev.keylight.train.objective.ConditionDropping;
import dev.keylight.train.objective.Velocity;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** The small UNet and its two adapters while they learn. */
final class TinyNetwork implements AutoCloseable {
  private final boolean halved;
  private final TrainableParameters parameters;
  private final UNet pictures;
  private final UNet film;
  private final Adapter light;
  private final Adapter reference;
  private final Tensor context;

  /**
   * @param start gives each weight its first value
   * @param trained which weights learn; names begin with {@code unet}, {@code light} or {@code reference}
   */
  TinyNetwork(TinyConfig config, Initialiser start, Predicate<String> trained) {
    this.halved = config.bfloat16();
    parameters = new TrainableParameters(start, trained);
    int coded = config.autoencoder().latents();
    UNetConfig sizes = config.diffusion().sizes(coded);
    pictures = new UNet(sizes, parameters.at("unet"), Memo.forgetful(), Segments.DIRECT, false);
    film = pictures.filming(true);
    light = new Adapter(AdapterConfig.SMALL_SHADING, parameters.at("light"), sizes.channels()[0]);
    reference = new Adapter(AdapterConfig.smallReference(coded), parameters.at("reference"), sizes.channels()[0]);
    parameters.seal();
    context = torch.zeros(new long[] {1, sizes.contextChannels()}, new TensorOptions(ScalarType.Float));
    context.retainReference();
  }

  /**
   * The loss of a batch, in the scope around. With one noise level the pictures are one clip, which counts as one sample.
   *
   * @param noise like the latents
   * @param sigmas one for each picture, or one for all
   * @param kept which conditions are seen, likewise
   * @param asFilm whether the layers over time are passed through
   */
  Tensor loss(Batch batch, Tensor noise, float[] sigmas, ConditionDropping.Kept[] kept, boolean asFilm) {
    int n = sigmas.length;
    float[] times = new float[n];
    float[] ids = new float[3 * n];
    float[] shaded = new float[n];
    float[] referred = new float[n];
    for (int i = 0; i < n; i++) {
      times[i] = (float) (0.25 * Math.log(sigmas[i]));
      System.arraycopy(TinyNetworks.IDS, 0, ids, 3 * i, 3);
      shaded[i] = kept[i].shading() ? 1 : 0;
      referred[i] = kept[i].reference() ? 1 : 0;
    }
    Tensor sigma = Tensor.create(sigmas, n, 1, 1, 1);
    UNet unet = asFilm ? film : pictures;
    Tensor input = torch.cat(new TensorVector(Velocity.input(batch.clean(), noise, sigma), batch.background()), 1);
    Tensor predicted;
    try (ImageContext nothing = ImageContext.changing(context); Autocast cast = Autocast.bfloat16(halved)) {
      NoiseLevel level = unet.noiseLevels(Tensor.create(times, n), Tensor.create(ids, n, 3), input);
      predicted = unet.forward(input, level, nothing,
          List.of(light.apply(batch.hint()).mul(Tensor.create(shaded, n, 1, 1, 1)),
              reference.apply(batch.reference()).mul(Tensor.create(referred, n, 1, 1, 1)))).to(ScalarType.Float);
    }
    return Velocity.loss(predicted, Velocity.of(batch.clean(), noise, sigma), batch.person(), n == 1);
  }

  TrainableParameters parameters() {
    return parameters;
  }

  /**
   * Writes weights in the published places.
   *
   * @param vector the parameters' values, or a running mean of them
   * @param overTime whether the layers over time are written
   */
  void write(TinyFolder folder, Tensor vector, boolean overTime) {
    parameters.write(folder.unet(), "unet", vector, name -> overTime || !TinyNetworks.overTime(name));
    parameters.write(folder.light(), "light", vector);
    parameters.write(folder.reference(), "reference", vector);
  }

  @Override
  public void close() {
    context.releaseReference();
    parameters.close();
  }
}
