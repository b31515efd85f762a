package dev.keylight.train.optimize;

import dev.keylight.lcvd.nn.Scope;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * {@link AdamW} whose two memories take a byte a weight instead of four (blockwise quantisation: Dettmers et al. 2022). Each
 * block of 256 weights has its own largest value; a byte says what share of it a number is. The mean gradient is stored by
 * its signed square root and the mean square by its fourth root, so that small numbers beside large ones keep some digits;
 * the published trainer's table of shares does the same with other curves.
 */
public final class AdamW8Bit implements Optimiser {
  private static final long BLOCK = 256;

  /** Weights that are unpacked at once: enough to keep a processor busy, few enough to stay small. */
  private static final long CHUNK = BLOCK << 12;

  /** Chunks that a GPU unpacks at once, else it would wait for its orders most of the time. */
  private static final long GPU_CHUNKS = 16;

  private static final double MEAN_STEPS = 127;
  private static final double SQUARE_STEPS = 255;

  private final AdamOptions options;
  private final Tensor mean;
  private final Tensor meanScale;
  private final Tensor square;
  private final Tensor squareScale;

  /** @param values a multiple of 256 long */
  public AdamW8Bit(AdamOptions options, Tensor values) {
    this.options = options;
    long length = values.numel();
    if (length % BLOCK != 0) {
      throw new IllegalArgumentException("the weights must be a multiple of " + BLOCK + " long, were " + length);
    }
    mean = zeros(values, ScalarType.Char, length);
    square = zeros(values, ScalarType.Byte, length);
    meanScale = zeros(values, ScalarType.Float, length / BLOCK);
    squareScale = zeros(values, ScalarType.Float, length / BLOCK);
  }

  /** On the device of another. */
  private static Tensor zeros(Tensor beside, ScalarType type, long length) {
    return Scope.lasting(() -> torch.zeros(new long[] {length},
        beside.options().dtype(new ScalarTypeOptional(type))));
  }

  @Override
  public void step(Tensor values, Tensor gradients, long number, double learningRate) {
    double correction1 = 1 - Math.pow(options.beta1(), number);
    double correction2 = Math.sqrt(1 - Math.pow(options.beta2(), number));
    Tensor chances = chances(values, number);
    long chunk = chances.numel();
    for (long start = 0; start < values.numel(); start += chunk) {
      long length = Math.min(chunk, values.numel() - start);
      try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
        Tensor gradient = gradients.narrow(0, start, length).view(-1, BLOCK);
        Tensor m = unpackedMean(start, length).lerp_(gradient, new Scalar(1 - options.beta1()));
        Tensor v = unpackedSquare(start, length).mul_(new Scalar(options.beta2()))
            .addcmul_(gradient, gradient, new Scalar(1 - options.beta2()));
        Tensor weights = values.narrow(0, start, length).view(-1, BLOCK);
        weights.mul_(new Scalar(1 - learningRate * options.weightDecay()));
        Tensor denominator = v.sqrt().div_(new Scalar(correction2)).add_(new Scalar(options.epsilon()));
        weights.addcdiv_(m, denominator, new Scalar(-learningRate / correction1));
        pack(m.sign().mul(m.abs().sqrt_()), mean, meanScale, start, MEAN_STEPS, null);
        // A square changes by a thousandth a step, less than a byte can tell: rounded by chance, it does so on average.
        Tensor chance = chances.narrow(0, 0, length).view(-1, BLOCK);
        pack(v.sqrt_().sqrt_(), square, squareScale, start, SQUARE_STEPS, chance);
      }
    }
    Scope.free(chances);
  }

  /**
   * Numbers in 0..1, one for each weight of a chunk, drawn on the processor so that every device rounds alike. All chunks
   * share them: each weight is rounded fairly, and that two weights a chunk apart are rounded alike harms neither.
   */
  private static Tensor chances(Tensor values, long number) {
    return Scope.lasting(() -> torch.rand(new long[] {Math.min(CHUNK, values.numel())},
        new GeneratorOptional(torch.make_generator_cpu(number * 1_000_003)), new TensorOptions(ScalarType.Float))
        .to(values.device(), ScalarType.Float).repeat(values.is_cpu() ? 1 : GPU_CHUNKS));
  }

  private Tensor unpackedMean(long start, long length) {
    Tensor root = unpacked(mean, meanScale, start, length, MEAN_STEPS);
    return root.mul(root.abs());
  }

  private Tensor unpackedSquare(long start, long length) {
    return unpacked(square, squareScale, start, length, SQUARE_STEPS).square_().square_();
  }

  private static Tensor unpacked(Tensor bytes, Tensor scales, long start, long length, double steps) {
    Tensor scale = scales.narrow(0, start / BLOCK, length / BLOCK).view(-1, 1);
    return bytes.narrow(0, start, length).view(-1, BLOCK).to(ScalarType.Float).mul_(scale.div(new Scalar(steps)));
  }

  /**
   * Stores shares of each block's largest.
   *
   * @param chance numbers in 0..1 that decide between the two nearest steps; null for the nearest
   */
  private static void pack(Tensor numbers, Tensor bytes, Tensor scales, long start, double steps, Tensor chance) {
    Tensor scale = numbers.abs().amax(new long[] {1}, true);
    Tensor shares = numbers.div(scale.clamp_min(new Scalar(1e-30))).mul_(new Scalar(steps));
    // a square that is not zero never becomes zero, or its weight would leap
    Tensor whole = chance == null ? shares.round_()
        : shares.add(chance).floor_().clamp_max_(new Scalar(steps)).maximum(shares.sign());
    bytes.narrow(0, start, numbers.numel()).view(-1, BLOCK).copy_(whole);
    scales.narrow(0, start / BLOCK, scale.numel()).copy_(scale.view(-1));
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("mean", mean, "mean_scale", meanScale, "square", square, "square_scale", squareScale);
  }

  @Override
  public void close() {
    state().values().forEach(Scope::free);
  }
}
