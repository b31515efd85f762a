package dev.keylight.lcvd.render;

import dev.keylight.lcvd.model.DrivingMode;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import dev.keylight.lcvd.sampler.Guidance;
import dev.keylight.lcvd.sampler.Sampler;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to render.
 *
 * @param mode which conditions are used
 * @param sampler {@code euler} as published, or another of {@link dev.keylight.lcvd.sampler.Sampler#NAMES}
 * @param steps how often the sampler asks the network; 25 as published
 * @param guidance 4.5 throughout as published
 * @param precision of the networks
 * @param overlap frames neighbouring tiles share, counting the anchor; 6 as published
 * @param savings what is left out
 * @param seed of the noise
 * @param noise a safetensors file with {@code image_noise} and {@code latent_noise} in place of the seed
 */
public record GenerationOptions(DrivingMode mode, String sampler, int steps, Guidance guidance, Precision precision,
    int overlap, Savings savings, long seed, Optional<Path> noise) {

  /** The published choices. */
  public static GenerationOptions published() {
    return new GenerationOptions(DrivingMode.RELIGHTING, "euler", 25, Guidance.constant(4.5f), Precision.FP32, 6,
        Savings.NONE, 0, Optional.empty());
  }

  /** The sampler these options ask for, with the model's numbers. */
  Sampler sampler(ModelFolder models) {
    return models.sampler(sampler, steps, savings.turn());
  }

  public GenerationOptions withMode(DrivingMode other) {
    return new GenerationOptions(other, sampler, steps, guidance, precision, overlap, savings, seed, noise);
  }

  public GenerationOptions withSampler(String name, int looks) {
    return new GenerationOptions(mode, name, looks, guidance, precision, overlap, savings, seed, noise);
  }

  public GenerationOptions withGuidance(Guidance other) {
    return new GenerationOptions(mode, sampler, steps, other, precision, overlap, savings, seed, noise);
  }

  public GenerationOptions withPrecision(Precision other) {
    return new GenerationOptions(mode, sampler, steps, guidance, other, overlap, savings, seed, noise);
  }

  public GenerationOptions withOverlap(int frames) {
    return new GenerationOptions(mode, sampler, steps, guidance, precision, frames, savings, seed, noise);
  }

  public GenerationOptions withSavings(Savings other) {
    return new GenerationOptions(mode, sampler, steps, guidance, precision, overlap, other, seed, noise);
  }

  public GenerationOptions withSeed(long other) {
    return new GenerationOptions(mode, sampler, steps, guidance, precision, overlap, savings, other, noise);
  }

  /** @param file in place of the seed */
  public GenerationOptions withNoise(Path file) {
    return new GenerationOptions(mode, sampler, steps, guidance, precision, overlap, savings, seed, Optional.of(file));
  }
}
