package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import java.util.Deque;
import org.bytedeco.pytorch.Tensor;

/** One level on the way down: its layers, then, but for the coarsest, a convolution that halves the picture. */
final class DownLevel {
  private final Layers layers;
  private final Conv2d halve;

  /** @param i counted from the finest level */
  DownLevel(Parameters p, UNetConfig config, int i) {
    int out = config.channels()[i];
    int heads = config.downAttention()[i] ? config.heads()[i] : 0;
    layers = new Layers(p, config);
    for (int j = 0; j < config.layersPerBlock()[i]; j++) {
      // The norms' epsilon is as diffusers' block factory has it.
      layers.add(j > 0 || i == 0 ? out : config.channels()[i - 1], out, heads > 0 ? 1e-6 : 1e-5, heads);
    }
    halve = i == config.levels() - 1 ? null : new Conv2d(p.at("downsamplers.0.conv"), out, out, 3, 2, 1);
  }

  /** Pushes every layer's result and the halved one onto {@code skips}. */
  Tensor apply(Tensor x, Pass pass, Deque<Tensor> skips) {
    Tensor h = apply(layers.count(), x, pass, skips);
    if (halve == null) {
      return h;
    }
    Tensor halved = halve.apply(h);
    skips.push(halved);
    return halved;
  }

  /** The first {@code count} layers only, without halving. */
  Tensor apply(int count, Tensor x, Pass pass, Deque<Tensor> skips) {
    Tensor h = x;
    for (int j = 0; j < count; j++) {
      h = layers.apply(j, h, pass);
      skips.push(h);
    }
    return h;
  }
}
