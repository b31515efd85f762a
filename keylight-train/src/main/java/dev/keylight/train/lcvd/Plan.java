package dev.keylight.train.lcvd;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import java.util.Locale;

/**
 * What a training will take, computed before it starts from the sizes of the networks.
 *
 * @param trainedWeights how many numbers learn
 * @param weightBytes of all weights, gradients included
 * @param optimiserBytes of what the optimiser and the running mean remember
 * @param activationBytes of one sequence, roughly
 * @param operationsPerStep floating-point operations of one step of the optimiser on one process
 * @param steps in all
 */
public record Plan(long trainedWeights, long weightBytes, long optimiserBytes, long activationBytes,
    double operationsPerStep, long steps) {
  /** One forward of the full UNet on 16 frames of 512² (spec §1.10), and its encoders (autoencoder 16 × 1.12, CLIP 0.33). */
  private static final double UNET_FORWARD = 20.3e12;
  private static final double ENCODERS = 18.25e12;
  private static final double REFERENCE_FRAMES = 16;
  private static final double REFERENCE_SIDE = 512;

  /**
   * Activations of the full UNet that wait for their gradients, per frame of 512²: with recomputation the inputs of its 38
   * blocks, about 0.13 GB in float32; without, some eight times that.
   */
  private static final double BLOCK_INPUTS = 0.13e9;
  private static final double EVERYTHING = 8 * BLOCK_INPUTS;

  /** What the largest block holds while it is computed again, per frame. */
  private static final double ONE_BLOCK = 0.1e9;

  /** @param side of the pictures */
  public static Plan of(LcvdConfig config, UNetConfig sizes, int side) {
    DeclaredParameters unet = new DeclaredParameters();
    new UNet(sizes, unet).close();
    DeclaredParameters adapter = new DeclaredParameters();
    new Adapter(adapter, sizes.channels()[0]);
    long adapters = 3 * adapter.elements();
    long trained = adapters + switch (config.train()) {
      case "all" -> unet.elements();
      case "lora" -> unet.shapes().entrySet().stream().filter(e -> LcvdTraining.ofAttention("unet." + e.getKey()))
          .mapToLong(e -> config.loraRank() * (e.getValue()[0] + e.getValue()[1])).sum();
      default -> 0;
    };
    double share = config.frames() / REFERENCE_FRAMES * side * side / (REFERENCE_SIDE * REFERENCE_SIDE)
        * unet.elements() / new Sized(UNetConfig.svdXt()).elements();
    double passes = config.recompute() ? 4 : 3; // forward, again, and twice that for the gradients
    double state = config.optimiser().equals("adamw8bit") ? 2 + 8.0 / 256 : 8;
    double half = config.precision().equals("bfloat16") ? 0.6 : 1;
    double waiting = (config.recompute() ? BLOCK_INPUTS + ONE_BLOCK : EVERYTHING) * REFERENCE_FRAMES * share * half;
    return new Plan(trained, 4 * (unet.elements() + adapters) + 4 * trained,
        Math.round(trained * (state + (config.runningMean() > 0 ? 4 : 0))), Math.round(waiting),
        config.accumulate() * share * (passes * UNET_FORWARD + ENCODERS), config.steps());
  }

  /** How many weights a UNet of a size has. */
  private record Sized(UNetConfig config) {
    long elements() {
      DeclaredParameters declared = new DeclaredParameters();
      new UNet(config, declared).close();
      return declared.elements();
    }
  }

  /** All memory of one process, in bytes. */
  public long memory() {
    return weightBytes + optimiserBytes + activationBytes;
  }

  /**
   * Hours of the whole training.
   *
   * @param operationsPerSecond a machine really does
   */
  public double hours(double operationsPerSecond) {
    return steps * operationsPerStep / operationsPerSecond / 3600;
  }

  /** For people. */
  public String text() {
    return String.format(Locale.ROOT, """
        weights that learn          %,d
        weights and gradients       %.1f GB
        optimiser and running mean  %.1f GB
        activations, about          %.1f GB
        together, one process       %.1f GB
        work of a step              %.1f TFLOP
        %,d steps                %.0f hours on a GPU that does 200 TFLOP/s, %.0f hours on a processor that does 0.2 TFLOP/s""",
        trainedWeights, weightBytes / 1e9, optimiserBytes / 1e9, activationBytes / 1e9, memory() / 1e9,
        operationsPerStep / 1e12, steps, hours(200e12), hours(0.2e12));
  }
}
