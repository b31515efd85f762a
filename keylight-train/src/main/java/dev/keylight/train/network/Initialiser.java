package dev.keylight.train.network;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Gives weights their first values. */
@FunctionalInterface
public interface Initialiser {
  /**
   * @param name with all its scopes
   * @param shape as stored
   * @return float32, of that shape
   */
  Tensor first(String name, long... shape);

  /** Names of the last layers of residual branches. */
  Predicate<String> ENDS_BRANCH = Pattern.compile(
      "(resnets\\.\\d+\\.|res_block\\.)conv2\\.weight$|proj_out\\.weight$")
      .asPredicate();

  /** From a file whose names are those after {@code prefix}. */
  static Initialiser from(Checkpoint file, String prefix) {
    return (name, shape) -> file.tensor(name.substring(prefix.length() + 1)).to(ScalarType.Float);
  }

  /**
   * PyTorch's defaults by the kind of weight: uniform within ±1/√fan-in for matrices, kernels and their biases (biases are
   * started at zero here), ones and zeros for norms, and what the published adapters start with: He normal kernels, a
   * projection of zeros and a scale of 2 (spec §2). Low-rank changes start as zero, and so does the last layer of every
   * residual branch, so that a deep network starts as a shallow one (Goyal et al. 2017, section 5.1).
   */
  static Initialiser fresh(long seed) {
    Generator generator = torch.make_generator_cpu(seed);
    return (name, shape) -> {
      TensorOptions options = new TensorOptions(ScalarType.Float);
      if (name.endsWith("mix_factor")) {
        return torch.full(shape, new Scalar(0.5), options);
      }
      if (name.endsWith(".scale")) {
        return torch.full(shape, new Scalar(2.0), options);
      }
      if (name.endsWith(".bias") || name.endsWith(".lora_up") || name.contains("final_proj") || ENDS_BRANCH.test(name)) {
        return torch.zeros(shape, options);
      }
      if (shape.length == 1) {
        return torch.ones(shape, options);
      }
      long fanIn = 1;
      for (int i = 1; i < shape.length; i++) {
        fanIn *= shape[i];
      }
      Tensor tensor = torch.empty(shape, options, null);
      if (name.contains("conv_layers")) {
        return tensor.normal_(0, Math.sqrt(2.0 / fanIn), new GeneratorOptional(generator));
      }
      double bound = 1 / Math.sqrt(fanIn);
      return tensor.uniform_(-bound, bound, new GeneratorOptional(generator));
    };
  }
}
