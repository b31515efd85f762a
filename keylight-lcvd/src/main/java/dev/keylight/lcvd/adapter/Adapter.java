package dev.keylight.lcvd.adapter;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;

/**
 * One adapter. The published code has it three times under three names (HeadNet, LightNet, RefNet); they differ in their
 * weights and in the range of their input: landmarks and shading 0..1, the reference −1..1. An absent hint is a map of
 * zeros, not the map of a black picture.
 */
public final class Adapter {
  /** in, out, kernel and stride of each convolution; a SiLU follows each. */
  private static final int[][] LAYERS = {
    {3, 3, 3, 1}, {3, 16, 4, 2}, {16, 16, 3, 1}, {16, 32, 4, 2},
    {32, 32, 3, 1}, {32, 64, 4, 2}, {64, 64, 3, 1}, {64, 128, 3, 1}
  };

  private final Conv2d[] layers = new Conv2d[LAYERS.length];
  private final Conv2d projection;
  private final Tensor scale;

  /** @param channels of the UNet's first level */
  public Adapter(Parameters p, long channels) {
    for (int i = 0; i < LAYERS.length; i++) {
      int[] l = LAYERS[i];
      layers[i] = new Conv2d(p.at("conv_layers", 2 * i), l[0], l[1], l[2], l[3], 1); // the SiLUs count too
    }
    projection = new Conv2d(p.at("final_proj"), 128, channels, 1);
    scale = p.take("scale", 1);
  }

  /**
   * @param hint {@code [frames, 3, height, width]}
   * @return {@code [frames, channels, height / 8, width / 8]}
   */
  public Tensor apply(Tensor hint) {
    return Scope.keep(() -> {
      Tensor h = Conv2d.channelsLast(hint);
      for (Conv2d layer : layers) {
        Tensor in = h;
        h = Scope.keep(() -> Fresh.silu(layer.apply(in)));
      }
      return projection.apply(h).mul(scale);
    });
  }
}
