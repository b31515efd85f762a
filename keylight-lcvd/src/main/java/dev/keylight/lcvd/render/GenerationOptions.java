package dev.keylight.lcvd.render;

import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.sampler.Guidance;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to render.
 *
 * @param mode which conditions are used
 * @param sampler {@code euler} as published, or {@code ddim}
 * @param steps of the sampler; 25 as published
 * @param guidance 4.5 throughout as published
 * @param precision of the networks
 * @param overlap frames neighbouring tiles share, counting the anchor; 6 as published
 * @param seed of the noise
 * @param noise a safetensors file with {@code image_noise} and {@code latent_noise} in place of the seed
 */
public record GenerationOptions(DrivingMode mode, String sampler, int steps, Guidance guidance, Precision precision,
    int overlap, long seed, Optional<Path> noise) {

  /** The published choices. */
  public static GenerationOptions published() {
    return new GenerationOptions(DrivingMode.RELIGHTING, "euler", 25, Guidance.constant(4.5f), Precision.FP32, 6, 0,
        Optional.empty());
  }

  public GenerationOptions withSeed(long other) {
    return new GenerationOptions(mode, sampler, steps, guidance, precision, overlap, other, noise);
  }
}
