package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import java.util.Deque;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * One level on the way up: each layer takes the result before it beside what the way down left, then, but for the finest,
 * the picture is doubled and convolved.
 */
final class UpLevel {
  private final Layers layers;
  private final Conv2d enlarge;

  /** @param i counted from the coarsest level */
  UpLevel(Parameters p, UNetConfig config, int i) {
    int last = config.levels() - 1;
    int[] channels = config.channels();
    int out = channels[last - i];
    int below = channels[Math.min(last, last - i + 1)];
    int above = channels[Math.max(0, last - i - 1)];
    layers = new Layers(p, config);
    int own = config.layersPerBlock()[last - i];
    for (int j = 0; j <= own; j++) {
      int skip = j == own ? above : out;
      layers.add((j == 0 ? below : out) + skip, out, 1e-6, config.upAttention()[i] ? config.heads()[last - i] : 0);
    }
    enlarge = i == last ? null : new Conv2d(p.at("upsamplers.0.conv"), out, out, 3);
  }

  int layers() {
    return layers.count();
  }

  /** All of the level. */
  Tensor apply(Tensor x, Pass pass, Deque<Tensor> skips) {
    return larger(apply(0, layers.count(), x, pass, skips));
  }

  /**
   * The layers from {@code first} to before {@code end}. Frees what it was given: on the way up nothing is needed twice,
   * and a clip's maps are the bulk of the memory.
   */
  Tensor apply(int first, int end, Tensor x, Pass pass, Deque<Tensor> skips) {
    Tensor h = x;
    for (int j = first; j < end; j++) {
      Tensor skip = skips.pop();
      Tensor both = torch.cat(new TensorVector(h, skip), 1);
      h.close();
      skip.close();
      h = layers.apply(j, both, pass);
      both.close();
    }
    return h;
  }

  private Tensor larger(Tensor x) {
    if (enlarge == null) {
      return x;
    }
    Tensor doubled = Scope.keep(() -> enlarge.apply(
        torch.upsample_nearest2d(x, new long[] {2 * x.size(2), 2 * x.size(3)})));
    x.close();
    return doubled;
  }
}
