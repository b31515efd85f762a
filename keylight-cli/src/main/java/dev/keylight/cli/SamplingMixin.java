package dev.keylight.cli;

import static dev.keylight.cli.MotionMixin.or;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.render.GenerationOptions;
import dev.keylight.lcvd.render.Preset;
import dev.keylight.lcvd.render.Savings;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.Sampler;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How the published model samples: a preset, and each of its parts by itself. */
final class SamplingMixin {
  @Option(names = "--mode", defaultValue = "relighting",
      description = "relighting, landmark, free, reference-only, shading-only: what drives (default: ${DEFAULT-VALUE}).")
  private DrivingMode mode;

  @Option(names = "--guidance", defaultValue = "4.5", paramLabel = "W[:W]",
      description = "How strongly the light is followed; two numbers run from the first frame to the last "
          + "(default: ${DEFAULT-VALUE}).")
  private String guidance;

  @Option(names = "--precision", defaultValue = "fp32",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Precision precision;

  @Option(names = "--preset", defaultValue = "exact",
      description = "${COMPLETION-CANDIDATES}: as published, near to it, or a sketch (default: ${DEFAULT-VALUE}). The "
          + "options below change its parts.")
  private Preset preset;

  @Option(names = "--sampler", paramLabel = "NAME", description = Sampler.NAMES + "; euler as published, ddim as in the paper.")
  private String sampler;

  @Option(names = "--steps", paramLabel = "N", description = "How often the network is asked; 25 as published.")
  private Integer steps;

  @Option(names = "--overlap", paramLabel = "N", description = "Frames that neighbouring windows of 16 share; 6 as published.")
  private Integer overlap;

  @Option(names = "--guidance-interval", paramLabel = "LOW:HIGH",
      description = "Guide between these noise levels only; 0:inf as published.")
  private String interval;

  @Option(names = "--merged-turn", paramLabel = "RADIANS",
      description = "Look once at neighbouring noise levels that together carry the picture no further than this; 0 for none, "
          + "1.6 is the whole way.")
  private Float turn;

  @Option(names = "--reduced-every", paramLabel = "N",
      description = "Look at the reduced conditions in every Nth step, and use their difference again in between.")
  private Integer reducedEvery;

  @Option(names = "--deep-every", paramLabel = "N",
      description = "Compute the network's deeper levels in every Nth step, and use them again in between.")
  private Integer deepEvery;

  @Option(names = "--decisive", paramLabel = "LOW:HIGH",
      description = "Noise levels between which nothing is used again.")
  private String decisive;

  @Option(names = "--seed", defaultValue = "0", description = "Decides everything random (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--noise", paramLabel = "FILE",
      description = "A safetensors file with image_noise and latent_noise in place of the seed.")
  private Path noise;

  GenerationOptions options() {
    GenerationOptions base = preset.of(GenerationOptions.published());
    int shared = or(overlap, base.overlap());
    if (shared < 1 || shared > 15) {
      throw new BadInputException("--overlap must be 1 to 15, not " + shared);
    }
    Savings savings = base.savings().withReducedEvery(or(reducedEvery, base.savings().reducedEvery()))
        .withDeepEvery(or(deepEvery, base.savings().deepEvery())).withTurn(or(turn, base.savings().turn()));
    if (interval != null) {
      float[] range = numbers("--guidance-interval", interval);
      savings = savings.withGuidance(range[0], range[1]);
    }
    if (decisive != null) {
      float[] range = numbers("--decisive", decisive);
      savings = savings.withDecisive(range[0], range[1]);
    }
    float[] weights = numbers("--guidance", guidance);
    if (!Float.isFinite(weights[0]) || !Float.isFinite(weights[1])) {
      throw new BadInputException("--guidance must be finite, not " + guidance);
    }
    GenerationOptions options = base.withMode(mode).withPrecision(precision).withOverlap(shared).withSeed(seed)
        .withSampler(or(sampler, base.sampler()), or(steps, base.steps())).withSavings(savings)
        .withGuidance(new Guidance(weights[0], weights[1]));
    return noise == null ? options : options.withNoise(noise);
  }

  /** {@code 4.5}, or {@code 4.5:2}; one number stands for both. */
  private static float[] numbers(String option, String said) {
    String[] parts = said.replace("inf", "Infinity").split(":", -1);
    try {
      float first = Float.parseFloat(parts[0]);
      float last = parts.length == 1 ? first : Float.parseFloat(parts[1]);
      if (parts.length <= 2) {
        return new float[] {first, last};
      }
    } catch (NumberFormatException e) {
      // told below, with the rest
    }
    throw new BadInputException(option + " must be a number, or two such as 4.5:2, not " + said);
  }
}
