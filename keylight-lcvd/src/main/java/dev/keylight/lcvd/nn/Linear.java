package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** {@code y = x · Wᵀ + b} over the last dimension. */
public final class Linear {
  private final Tensor weight;
  private final TensorOptional bias;

  public Linear(Parameters p, long in, long out) {
    this(p, in, out, true);
  }

  public Linear(Parameters p, long in, long out, boolean biased) {
    weight = p.take("weight", out, in);
    bias = biased ? Optionals.of(p.take("bias", out)) : Optionals.NONE;
  }

  public Tensor apply(Tensor x) {
    return torch.linear(x, weight, bias);
  }
}
