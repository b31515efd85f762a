package dev.keylight.lcvd.vae;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;

/** Two convolutions, each behind a norm and a SiLU, added to the input. */
final class ResnetBlock {
  private final GroupNorm norm1;
  private final Conv2d conv1;
  private final GroupNorm norm2;
  private final Conv2d conv2;
  private final Conv2d shortcut;

  ResnetBlock(Parameters p, long in, long out, int groups) {
    norm1 = new GroupNorm(p.at("norm1"), in, groups, 1e-6);
    conv1 = new Conv2d(p.at("conv1"), in, out, 3);
    norm2 = new GroupNorm(p.at("norm2"), out, groups, 1e-6);
    conv2 = new Conv2d(p.at("conv2"), out, out, 3);
    shortcut = in == out ? null : new Conv2d(p.at("conv_shortcut"), in, out, 1);
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      Tensor h = Scope.keep(() -> conv1.apply(Fresh.silu(norm1.apply(x))));
      Tensor residual = Scope.keep(() -> conv2.apply(Fresh.silu(norm2.apply(h))));
      return Fresh.plus(residual, shortcut == null ? x : shortcut.apply(x));
    });
  }
}
