package dev.keylight.lcvd.adapter;

/**
 * The sizes of an adapter.
 *
 * @param shrink the hint is averaged over squares of this side before the first convolution; 1 as published
 * @param layers in, out, kernel and stride of each convolution; a SiLU follows each
 */
public record AdapterConfig(int shrink, int[][] layers) {
  /** The published adapters: pixels to maps of an eighth of their size (spec §2). */
  public static final AdapterConfig PUBLISHED = new AdapterConfig(1, new int[][] {
    {3, 3, 3, 1}, {3, 16, 4, 2}, {16, 16, 3, 1}, {16, 32, 4, 2},
    {32, 32, 3, 1}, {32, 64, 4, 2}, {64, 64, 3, 1}, {64, 128, 3, 1}
  });

  /** Small models' shading: it is smooth, so a quarter of its resolution says as much. */
  public static final AdapterConfig SMALL_SHADING =
      new AdapterConfig(4, new int[][] {{3, 32, 3, 1}, {32, 64, 4, 2}, {64, 64, 3, 1}, {64, 128, 3, 1}});

  /**
   * Small models' reference, which enters as latents: a short training has no time to learn a second autoencoder.
   *
   * @param latents channels
   */
  public static AdapterConfig smallReference(int latents) {
    return new AdapterConfig(1, new int[][] {{latents, 64, 3, 1}, {64, 64, 3, 1}, {64, 128, 3, 1}});
  }
}
