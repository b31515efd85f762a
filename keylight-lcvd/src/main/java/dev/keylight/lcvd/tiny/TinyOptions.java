package dev.keylight.lcvd.tiny;

import dev.keylight.BadInputException;

/**
 * How the small model changes what the warp made: by what another light changes ({@code steps} 0, see
 * {@link TinyNetworks#relit}), or by what its sampler makes of it.
 *
 * @param guidance how much of the light's change, or of shading and reference together over the reference alone, 0 to 20
 * @param sigma the noise the warp's latents get, 0.03 to 80: more lets the model change more
 * @param steps of the sampler, 1 to 100; 0 for what another light changes
 * @param shaded whether the model sees the shading
 * @param referred whether the model sees the portrait
 * @param warp how much of the light the warp puts on, 0 to 1; the rest is left to the model
 * @param frames that are looked at together at most, 1 to 100; a model of single pictures looks at each by itself
 */
record TinyOptions(double guidance, double sigma, int steps, boolean shaded, boolean referred, double warp, int frames) {
  private static final int ALL = 100;

  static final TinyOptions DEFAULT = new TinyOptions(1, 2, 0, true, true, 0.9, ALL);

  /** What is usual for the sampler. */
  private static final TinyOptions SAMPLED = new TinyOptions(1, 0.5, 2, true, true, 1, ALL);

  /** Whether the sampler makes the picture. */
  boolean sampled() {
    return steps > 0;
  }

  /**
   * Reads what stands behind {@code lcvd-tiny:}, such as {@code guidance=2,sigma=1,steps=4} or {@code reference-only}; what is not
   * said is as usual. Guidance compares with the portrait alone, so there is none without one of the two.
   */
  static TinyOptions read(String manner) {
    String[] words = manner.split(",", -1);
    boolean sampled = false;
    for (String word : words) {
      sampled |= word.endsWith("-only") || word.startsWith("steps=");
    }
    TinyOptions options = sampled ? SAMPLED : DEFAULT;
    for (String word : words) {
      options = options.told(word);
    }
    return options.shaded && options.referred ? options : options.guided(1);
  }

  private TinyOptions told(String word) {
    if (word.equals("reference-only") || word.equals("shading-only")) {
      return new TinyOptions(guidance, sigma, steps, word.startsWith("shading"), word.startsWith("reference"), warp, frames);
    }
    String[] said = word.split("=", -1);
    try {
      double value = Double.parseDouble(said[said.length - 1]);
      return switch (said.length == 2 ? said[0] : "") {
        case "guidance" -> guided(within(word, value, 0, 20));
        case "sigma" -> new TinyOptions(guidance, within(word, value, 0.03, 80), steps, shaded, referred, warp, frames);
        case "steps" -> new TinyOptions(guidance, sigma, (int) within(word, value, 1, 100), shaded, referred, warp, frames);
        case "warp" -> new TinyOptions(guidance, sigma, steps, shaded, referred, within(word, value, 0, 1), frames);
        case "frames" -> new TinyOptions(guidance, sigma, steps, shaded, referred, warp, (int) within(word, value, 1, ALL));
        default -> throw unknown(word);
      };
    } catch (NumberFormatException e) {
      throw unknown(word);
    }
  }

  private TinyOptions guided(double weight) {
    return new TinyOptions(weight, sigma, steps, shaded, referred, warp, frames);
  }

  private static double within(String word, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new BadInputException(
          "engine " + TinyProvider.ID + " was told " + word + "; it takes " + least + " to " + most + " there");
    }
    return value;
  }

  private static BadInputException unknown(String word) {
    return new BadInputException("engine " + TinyProvider.ID + " knows no '" + word
        + "'; say reference-only, shading-only, or guidance=, sigma=, steps=, warp= and frames= with numbers, as in " + TinyProvider.ID
        + ":guidance=2,sigma=1,steps=4");
  }
}
