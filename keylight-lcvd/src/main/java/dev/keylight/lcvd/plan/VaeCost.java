package dev.keylight.lcvd.plan;

import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;

/** Counts the decoder's multiplications and the maps it holds; the encoder's are fewer. */
final class VaeCost {
  /**
   * Maps of the finest level at once: a block's input, norm and two results, and as much again in blocks of other sizes that
   * were freed and stay with the program, as measured.
   */
  private static final int WORKING = 8;

  private VaeCost() {}

  /**
   * Of one frame.
   *
   * @param side of the latents
   */
  static Cost of(VaeConfig config, long side) {
    int[] c = config.channels();
    int last = c.length - 1;
    double places = (double) side * side;
    double multiplications = places * (9.0 * config.latentChannels() * c[last] + 40.0 * c[last] * c[last]
        + 2.0 * places * c[last]);
    for (int i = last; i >= 0; i--) {
      double in = c[Math.min(last, i + 1)];
      for (int j = 0; j <= config.layersPerBlock(); j++) {
        multiplications += places * (9 * in * c[i] + 9.0 * c[i] * c[i] + (in == c[i] ? 0 : in * c[i]));
        in = c[i];
      }
      if (i > 0) {
        places *= 4;
        multiplications += places * 9.0 * c[i] * c[i];
      }
    }
    DeclaredParameters weights = new DeclaredParameters();
    new Autoencoder(config, weights);
    long widest = c[Math.min(1, last)] * (long) places;
    return new Cost(weights.elements(), WORKING * widest, multiplications);
  }
}
