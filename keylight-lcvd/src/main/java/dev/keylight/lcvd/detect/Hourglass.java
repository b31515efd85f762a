package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** One level of an hourglass: half the size goes through the levels inside, the whole size goes round them. */
final class Hourglass {
  private final ResidualBlock around;
  private final ResidualBlock before;
  private final ResidualBlock after;
  private final Hourglass inner;
  private final ResidualBlock bottom;

  /** @param level counts down to 1, the innermost */
  Hourglass(Parameters p, int level, int width) {
    around = new ResidualBlock(p.at("b1_" + level), width, width);
    before = new ResidualBlock(p.at("b2_" + level), width, width);
    inner = level > 1 ? new Hourglass(p, level - 1, width) : null;
    bottom = level > 1 ? null : new ResidualBlock(p.at("b2_plus_" + level), width, width);
    after = new ResidualBlock(p.at("b3_" + level), width, width);
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      Tensor low = before.apply(torch.avg_pool2d(x, 2, 2));
      low = after.apply(inner == null ? bottom.apply(low) : inner.apply(low));
      Tensor doubled = torch.upsample_nearest2d(
          low, new long[] {2 * low.size(2), 2 * low.size(3)}, new DoubleOptional(), new DoubleOptional());
      return around.apply(x).add(doubled);
    });
  }
}
