package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.BatchNorm2d;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** FAN's block: three convolutions in a row, half, a quarter and a quarter of the channels, side by side, added to the input. */
final class ResidualBlock {
  private final BatchNorm2d[] norms;
  private final Conv2d[] convolutions;
  private final BatchNorm2d shortcutNorm;
  private final Conv2d shortcut;

  ResidualBlock(Parameters p, long in, long out) {
    norms = new BatchNorm2d[] {
      new BatchNorm2d(p.at("bn1"), in), new BatchNorm2d(p.at("bn2"), out / 2), new BatchNorm2d(p.at("bn3"), out / 4)
    };
    convolutions = new Conv2d[] {
      new Conv2d(p.at("conv1"), in, out / 2, 3, 1, 1, 1, false),
      new Conv2d(p.at("conv2"), out / 2, out / 4, 3, 1, 1, 1, false),
      new Conv2d(p.at("conv3"), out / 4, out / 4, 3, 1, 1, 1, false)
    };
    boolean changes = in != out;
    shortcutNorm = changes ? new BatchNorm2d(p.at("downsample.0"), in) : null;
    shortcut = changes ? new Conv2d(p.at("downsample.2"), in, out, 1, 1, 0, 1, false) : null;
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      TensorVector parts = new TensorVector();
      Tensor h = x;
      for (int i = 0; i < convolutions.length; i++) {
        h = convolutions[i].apply(torch.relu(norms[i].apply(h)));
        parts.push_back(h);
      }
      Tensor around = shortcut == null ? x : shortcut.apply(torch.relu(shortcutNorm.apply(x)));
      return torch.cat(parts, 1).add(around);
    });
  }
}
