package dev.keylight.train.lcvd;

import dev.keylight.lcvd.adapter.Adapter;
import dev.keylight.lcvd.checkpoint.DeclaredParameters;
import dev.keylight.lcvd.clip.ClipConfig;
import dev.keylight.lcvd.clip.VisionTower;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.unet.UNet;
import dev.keylight.lcvd.unet.UNetConfig;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.lcvd.vae.VaeConfig;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;

/**
 * What a training will take, computed before it starts from the sizes of the networks.
 *
 * @param processes that train together
 * @param gpu whether each has a GPU; memory is the GPU's then
 * @param trainedWeights how many numbers learn
 * @param weightBytes of all weights, gradients included
 * @param encoderBytes of the autoencoder and CLIP, which do not learn
 * @param optimiserBytes of what the optimiser and the running mean remember
 * @param activationBytes of one sequence, roughly
 * @param stepBytes what a step of the optimiser needs for a moment, when the activations are gone
 * @param exchangedBytes each process sends in a step
 * @param operationsPerStep floating-point operations of one step of the optimiser on one process
 * @param sequencesPerStep of all processes
 * @param steps in all
 */
public record Plan(int processes, boolean gpu, long trainedWeights, long weightBytes, long encoderBytes, long optimiserBytes,
    long activationBytes, long stepBytes, long exchangedBytes, double operationsPerStep, int sequencesPerStep, long steps) {
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

  /** What CUDA and its libraries take of a GPU's memory beside the tensors; a guess, as none was here to measure it. */
  private static final long CUDA_ITSELF = 1_000_000_000;

  /** The sizes of the networks. */
  public record Sizes(UNetConfig unet, VaeConfig autoencoder, ClipConfig tower) {
    /** Of the published model. */
    public static Sizes published() {
      return new Sizes(UNetConfig.svdXt(), VaeConfig.sdVae(), ClipConfig.vitH14());
    }

    /** Of the model in a folder. */
    public static Sizes of(ModelFolder models) {
      return new Sizes(models.unetConfig(), models.vaeConfig(), models.clipConfig());
    }
  }

  /** @param side of the pictures */
  public static Plan of(LcvdConfig config, Sizes sizes, int side) {
    DeclaredParameters unet = new DeclaredParameters();
    new UNet(sizes.unet(), unet).close();
    DeclaredParameters adapter = new DeclaredParameters();
    new Adapter(adapter, sizes.unet().channels()[0]);
    DeclaredParameters encoders = new DeclaredParameters();
    new Autoencoder(sizes.autoencoder(), encoders.at("autoencoder"));
    new VisionTower(sizes.tower(), encoders.at("tower"));
    long frozen = unet.elements() + 3 * adapter.elements();
    long parts = 0;
    long changed = 0;
    if (config.train().equals("lora")) {
      for (Map.Entry<String, long[]> entry : unet.shapes().entrySet()) {
        if (LcvdTraining.ofAttention("unet." + entry.getKey())) {
          long[] shape = entry.getValue();
          parts += config.loraRank() * (shape[0] + shape[1]);
          changed += shape[0] * shape[1]; // each has its start beside it, and a gradient
        }
      }
    }
    long trained = parts + 3 * adapter.elements() + (config.train().equals("all") ? unet.elements() : 0);
    double share = config.frames() / REFERENCE_FRAMES * side * side / (REFERENCE_SIDE * REFERENCE_SIDE)
        * unet.elements() / new Sized(UNetConfig.svdXt()).elements();
    double passes = config.recompute() ? 4 : 3; // forward, again, and twice that for the gradients
    boolean eight = config.optimiser().equals("adamw8bit");
    boolean half = config.precision().equals("bfloat16");
    double waiting = (config.recompute() ? BLOCK_INPUTS + ONE_BLOCK : EVERYTHING) * REFERENCE_FRAMES * share * (half ? 0.6 : 1);
    if (half && !config.recompute()) {
      waiting += 2.0 * frozen; // the way back needs the converted weights
    }
    int n = config.processes();
    boolean gpu = config.device().startsWith("cuda") || config.device().equals("auto") && torch.cuda_is_available();
    return new Plan(n, gpu, trained, 4 * (frozen + parts) + 4 * trained + 8 * changed, 4 * encoders.elements(),
        Math.round(trained * ((eight ? 2 + 8.0 / 256 : 8) + (config.runningMean() > 0 ? 4 : 0))), Math.round(waiting),
        eight ? 0 : 4 * trained, 2L * (n - 1) * 4 * trained / n,
        config.accumulate() * share * (passes * UNET_FORWARD + ENCODERS), n * config.accumulate(), config.steps());
  }

  /** How many weights a UNet of a size has. */
  private record Sized(UNetConfig config) {
    long elements() {
      DeclaredParameters declared = new DeclaredParameters();
      new UNet(config, declared).close();
      return declared.elements();
    }
  }

  /** All memory of one process, in bytes: of its GPU where it has one. */
  public long memory() {
    return weightBytes + encoderBytes + optimiserBytes + Math.max(activationBytes, stepBytes) + (gpu ? CUDA_ITSELF : 0);
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
    String where = gpu ? processes == 1 ? "together, on the GPU" : "together, on each GPU" : "together, one process";
    return String.format(Locale.ROOT, """
        weights that learn          %,d
        weights and gradients       %.1f GB
        autoencoder and CLIP        %.1f GB
        optimiser and running mean  %.1f GB
        activations, about          %.1f GB
        %-26s  %.1f GB
        sent to each other, a step  %.1f GB
        sequences of a step         %d
        work of a step, a process   %.1f TFLOP
        %,d steps                %.0f hours on GPUs that do 200 TFLOP/s, %.0f hours on a processor that does 0.2 TFLOP/s""",
        trainedWeights, weightBytes / 1e9, encoderBytes / 1e9, optimiserBytes / 1e9, activationBytes / 1e9, where,
        memory() / 1e9, exchangedBytes / 1e9, sequencesPerStep, operationsPerStep / 1e12, steps, hours(200e12), hours(0.2e12));
  }
}
