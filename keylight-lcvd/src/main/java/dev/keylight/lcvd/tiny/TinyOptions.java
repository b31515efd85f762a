package dev.keylight.lcvd.tiny;

import dev.keylight.BadInputException;

/**
 * How the small model changes what the warp made.
 *
 * @param guidance of shading and reference together over the reference alone, 0 to 20; 1 costs half
 * @param sigma the noise the warp's latents start from, above 0.02 to 80: more lets the model change more
 * @param steps of the sampler, 1 to 100
 * @param shaded whether the model sees the shading
 * @param referred whether the model sees the portrait
 */
record TinyOptions(double guidance, double sigma, int steps, boolean shaded, boolean referred) {
  static final TinyOptions DEFAULT = new TinyOptions(1, 0.5, 2, true, true);

  /** Guidance compares with the portrait alone, so there is none without one of the two. */
  private TinyOptions seeing(boolean shading, boolean portrait) {
    return new TinyOptions(1, sigma, steps, shading, portrait);
  }

  private TinyOptions guided(double weight) {
    return new TinyOptions(shaded && referred ? weight : 1, sigma, steps, shaded, referred);
  }

  /** Reads what stands behind {@code lcvd-tiny:}, such as {@code guidance=2,sigma=1,steps=4} or {@code reference-only}; what is not said is as usual. */
  static TinyOptions read(String manner) {
    TinyOptions options = DEFAULT;
    for (String word : manner.split(",", -1)) {
      if (word.equals("reference-only") || word.equals("shading-only")) {
        options = options.seeing(word.startsWith("shading"), word.startsWith("reference"));
        continue;
      }
      String[] said = word.split("=", -1);
      try {
        double value = Double.parseDouble(said[said.length - 1]);
        options = switch (said.length == 2 ? said[0] : "") {
          case "guidance" -> options.guided(within(word, value, 0, 20));
          case "sigma" -> new TinyOptions(
              options.guidance, within(word, value, 0.03, 80), options.steps, options.shaded, options.referred);
          case "steps" -> new TinyOptions(
              options.guidance, options.sigma, (int) within(word, value, 1, 100), options.shaded, options.referred);
          default -> throw unknown(word);
        };
      } catch (NumberFormatException e) {
        throw unknown(word);
      }
    }
    return options;
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
        + "'; say reference-only, shading-only, or guidance=, sigma= and steps= with numbers, as in " + TinyProvider.ID + ":guidance=2,sigma=1,steps=4");
  }
}
