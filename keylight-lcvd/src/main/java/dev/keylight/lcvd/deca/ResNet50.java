package dev.keylight.lcvd.deca;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.BatchNorm2d;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * ResNet-50 without its classifier (He et al., "Deep residual learning for image recognition", 2016), in torchvision's form,
 * which takes the stride in the 3 × 3 convolution.
 */
final class ResNet50 {
  /** Channels of the result. */
  static final long FEATURES = 2048;

  private static final int[] BLOCKS = {3, 4, 6, 3};
  private static final int EXPANSION = 4;

  private final Conv2d stem;
  private final BatchNorm2d stemNorm;
  private final List<Bottleneck> blocks = new ArrayList<>();

  ResNet50(Parameters p) {
    stem = new Conv2d(p.at("conv1"), 3, 64, 7, 2, 3, 1, false);
    stemNorm = new BatchNorm2d(p.at("bn1"), 64);
    long in = 64;
    for (int stage = 0; stage < BLOCKS.length; stage++) {
      long width = 64L << stage;
      for (int i = 0; i < BLOCKS[stage]; i++) {
        blocks.add(new Bottleneck(p.at("layer" + (stage + 1), i), in, width, stage > 0 && i == 0 ? 2 : 1));
        in = width * EXPANSION;
      }
    }
  }

  /** @return {@code [pictures, 2048]} for {@code [pictures, 3, height, width]} */
  Tensor apply(Tensor pixels) {
    return Scope.keep(() -> {
      Tensor h = torch.relu(stemNorm.apply(stem.apply(Conv2d.channelsLast(pixels))));
      h = torch.max_pool2d(h, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
      for (Bottleneck block : blocks) {
        h = block.apply(h);
      }
      return h.mean(2, 3);
    });
  }

  /** Narrow, convolve, widen, and add what came in. */
  private static final class Bottleneck {
    private final Conv2d[] convolutions;
    private final BatchNorm2d[] norms;
    private final Conv2d shortcut;
    private final BatchNorm2d shortcutNorm;

    Bottleneck(Parameters p, long in, long width, int stride) {
      long out = width * EXPANSION;
      convolutions = new Conv2d[] {
        new Conv2d(p.at("conv1"), in, width, 1, 1, 0, 1, false),
        new Conv2d(p.at("conv2"), width, width, 3, stride, 1, 1, false),
        new Conv2d(p.at("conv3"), width, out, 1, 1, 0, 1, false)
      };
      norms = new BatchNorm2d[] {
        new BatchNorm2d(p.at("bn1"), width), new BatchNorm2d(p.at("bn2"), width), new BatchNorm2d(p.at("bn3"), out)
      };
      boolean changes = stride != 1 || in != out;
      shortcut = changes ? new Conv2d(p.at("downsample.0"), in, out, 1, stride, 0, 1, false) : null;
      shortcutNorm = changes ? new BatchNorm2d(p.at("downsample.1"), out) : null;
    }

    Tensor apply(Tensor x) {
      return Scope.keep(() -> {
        Tensor h = torch.relu(norms[0].apply(convolutions[0].apply(x)));
        h = torch.relu(norms[1].apply(convolutions[1].apply(h)));
        h = norms[2].apply(convolutions[2].apply(h));
        return torch.relu(h.add(shortcut == null ? x : shortcutNorm.apply(shortcut.apply(x))));
      });
    }
  }
}
