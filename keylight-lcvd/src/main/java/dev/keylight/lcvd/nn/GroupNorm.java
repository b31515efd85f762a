package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Normalises each group of channels of each picture to mean 0 and variance 1, then scales and shifts per channel. */
public final class GroupNorm {
  public static final int GROUPS = 32;

  /** libtorch's CPU kernel for channels-last pictures below 1,024 places is up to fifty times slower with thin groups. */
  private static final long FEW_PLACES = 1024;
  private static final long THIN = 8;

  private final int groups;
  private final long width;
  private final Tensor scale;
  private final Tensor shift;
  private final TensorOptional weight;
  private final TensorOptional bias;
  private final double epsilon;

  public GroupNorm(Parameters p, long channels, double epsilon) {
    this(p, channels, GROUPS, epsilon);
  }

  public GroupNorm(Parameters p, long channels, int groups, double epsilon) {
    this.groups = groups;
    this.width = channels / groups;
    this.scale = p.take("weight", channels);
    this.shift = p.take("bias", channels);
    this.weight = Optionals.of(scale);
    this.bias = Optionals.of(shift);
    this.epsilon = epsilon;
  }

  /** @param x {@code [pictures, channels, height, width]} */
  public Tensor apply(Tensor x) {
    boolean slow = width < THIN && x.size(2) * x.size(3) < FEW_PLACES && x.is_cpu()
        && x.scalar_type().intern() == ScalarType.Float && x.is_contiguous(MemoryFormat.ChannelsLast);
    return slow ? bySums(x) : torch.group_norm(x, groups, weight, bias, epsilon, true);
  }

  /** The same from sums per channel, which vectorise along the channels. */
  private Tensor bySums(Tensor x) {
    return Scope.keep(() -> {
      long pictures = x.size(0);
      Scalar count = new Scalar((double) (x.size(2) * x.size(3) * width));
      Tensor mean = groupSum(x.sum(2, 3), pictures).div(count);
      Tensor variance = groupSum(x.square().sum(2, 3), pictures).div(count).sub(mean.square());
      Tensor factor = variance.clamp_min(new Scalar(0)).add(new Scalar(epsilon)).rsqrt().mul(scale.view(1, groups, width));
      Tensor offset = shift.view(1, groups, width).sub(mean.mul(factor));
      return torch.addcmul(offset.view(pictures, -1, 1, 1), x, factor.view(pictures, -1, 1, 1), new Scalar(1));
    });
  }

  private Tensor groupSum(Tensor perChannel, long pictures) {
    return perChannel.view(pictures, groups, width).sum(new long[] {2}, true, new ScalarTypeOptional());
  }
}
