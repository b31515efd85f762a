package dev.keylight.lcvd.adapter;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One adapter. The published code has it three times under three names (HeadNet, LightNet, RefNet); they differ in their
 * weights and in the range of their input: landmarks and shading 0..1, the reference −1..1. An absent hint is a map of
 * zeros, not the map of a black picture.
 */
public final class Adapter {
  private final int shrink;
  private final Conv2d[] layers;
  private final Conv2d projection;
  private final Tensor scale;

  /**
   * An adapter of the published sizes.
   *
   * @param channels of the UNet's first level
   */
  public Adapter(Parameters p, long channels) {
    this(AdapterConfig.PUBLISHED, p, channels);
  }

  /** @param channels of the UNet's first level */
  public Adapter(AdapterConfig config, Parameters p, long channels) {
    shrink = config.shrink();
    layers = new Conv2d[config.layers().length];
    long last = 0;
    for (int i = 0; i < layers.length; i++) {
      int[] l = config.layers()[i];
      layers[i] = new Conv2d(p.at("conv_layers", 2 * i), l[0], l[1], l[2], l[3], 1); // the SiLUs count too
      last = l[1];
    }
    projection = new Conv2d(p.at("final_proj"), last, channels, 1);
    scale = p.take("scale", 1);
  }

  /**
   * @param hint {@code [frames, 3, height, width]} as published
   * @return {@code [frames, channels, height / 8, width / 8]} as published
   */
  public Tensor apply(Tensor hint) {
    return Scope.keep(() -> {
      Tensor h = Conv2d.channelsLast(shrink == 1 ? hint : torch.avg_pool2d(hint, shrink, shrink));
      for (Conv2d layer : layers) {
        Tensor in = h;
        h = Scope.keep(() -> Fresh.silu(layer.apply(in)));
      }
      return projection.apply(h).mul(scale);
    });
  }
}
