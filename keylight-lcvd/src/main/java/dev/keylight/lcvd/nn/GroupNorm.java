package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Normalises each group of channels of each picture to mean 0 and variance 1, then scales and shifts per channel. */
public final class GroupNorm {
  public static final int GROUPS = 32;

  private final int groups;
  private final TensorOptional weight;
  private final TensorOptional bias;
  private final double epsilon;

  public GroupNorm(Parameters p, long channels, double epsilon) {
    this(p, channels, GROUPS, epsilon);
  }

  public GroupNorm(Parameters p, long channels, int groups, double epsilon) {
    this.groups = groups;
    this.weight = Optionals.of(p.take("weight", channels));
    this.bias = Optionals.of(p.take("bias", channels));
    this.epsilon = epsilon;
  }

  public Tensor apply(Tensor x) {
    return torch.group_norm(x, groups, weight, bias, epsilon, true);
  }
}
