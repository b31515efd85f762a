package dev.keylight.lcvd.plan;

import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;

/** Counts the UNet's multiplications and the maps it holds. */
final class UNetCost {
  /** Maps of one level that a residual block or a transformer works on at once, in widths of its input. */
  private static final int WORKING = 4;

  private final UNetConfig config;
  private final long frames;
  private final long side;
  private double multiplications;
  private long skips;

  private UNetCost(UNetConfig config, long frames, long side) {
    this.config = config;
    this.frames = frames;
    this.side = side;
  }

  /**
   * Of one window.
   *
   * @param side of the latents
   */
  static Cost of(UNetConfig config, long frames, long side) {
    UNetCost cost = new UNetCost(config, frames, side);
    cost.count();
    int[] c = config.channels();
    // The fullest moment is the first layer of the finest level on the way up: it works on the level below beside a skip.
    long widest = (long) (c[0] + c[Math.min(1, c.length - 1)]) * cost.places(0);
    DeclaredParameters weights = new DeclaredParameters();
    new UNet(config, weights).close();
    return new Cost(weights.elements(), cost.skips + WORKING * widest, cost.multiplications);
  }

  private long places(int level) {
    long s = Math.max(1, side >> level);
    return frames * s * s;
  }

  private void count() {
    int[] c = config.channels();
    int last = c.length - 1;
    skips += c[0] * places(0);
    for (int i = 0; i <= last; i++) {
      for (int j = 0; j < config.layersPerBlock()[i]; j++) {
        layer(i, j > 0 || i == 0 ? c[i] : c[i - 1], c[i], config.downAttention()[i]);
        skips += c[i] * places(i);
      }
      if (i < last) {
        multiplications += 9.0 * c[i] * c[i] * places(i + 1);
        skips += c[i] * places(i + 1);
      }
    }
    layer(last, c[last], c[last], true);
    layer(last, c[last], c[last], false);
    for (int i = last; i >= 0; i--) {
      int below = c[Math.min(last, i + 1)];
      int above = c[Math.max(0, i - 1)];
      int own = config.layersPerBlock()[i];
      for (int j = 0; j <= own; j++) {
        int skip = j == own ? above : c[i];
        layer(i, (j == 0 ? below : c[i]) + skip, c[i], config.upAttention()[last - i]);
      }
      if (i > 0) {
        multiplications += 9.0 * c[i] * c[i] * places(i - 1);
      }
    }
  }

  /** A residual block (3 × 3 twice, 3 × 1 × 1 twice) and, where there is attention, a transformer. */
  private void layer(int level, double in, double out, boolean attention) {
    double perPlace = 9 * in * out + 9 * out * out + 6 * out * out + (in == out ? 0 : in * out);
    if (attention) {
      // in and out 2; spatial: projections 4, feed-forward 12; temporal: 4 and twice 12; then scores and sums
      perPlace += 46 * out * out + 2 * out * ((double) places(level) / frames) + 2 * out * frames;
    }
    multiplications += perPlace * places(level);
  }
}
