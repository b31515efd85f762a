package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalises each token over its channels, then scales and shifts. */
public final class LayerNorm {
  private final long[] shape;
  private final TensorOptional weight;
  private final TensorOptional bias;
  private final double epsilon;

  public LayerNorm(Parameters p, long channels, double epsilon) {
    this.shape = new long[] {channels};
    this.weight = Optionals.of(p.take("weight", channels));
    this.bias = Optionals.of(p.take("bias", channels));
    this.epsilon = epsilon;
  }

  public Tensor apply(Tensor x) {
    return torch.layer_norm(x, shape, weight, bias, epsilon, true);
  }
}
