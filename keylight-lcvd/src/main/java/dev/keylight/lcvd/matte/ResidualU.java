package dev.keylight.lcvd.matte;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.BatchNorm2d;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A residual U-block, the paper's RSU-L: a U of L convolutions whose deepest is dilated, added to its own first. The kind for
 * pictures already small, RSU-4F, keeps their size and dilates further instead.
 */
final class ResidualU {
  private static final int FLAT_HEIGHT = 4;

  private final boolean flat;
  private final Unit first;
  private final List<Unit> down = new ArrayList<>();
  private final List<Unit> up = new ArrayList<>();

  /** @param height how many convolutions go down, 0 for RSU-4F */
  ResidualU(Parameters p, int height, int in, int middle, int out, BatchNorm2d.Statistics statistics) {
    flat = height == 0;
    int levels = flat ? FLAT_HEIGHT : height;
    first = new Unit(p.at("rebnconvin"), in, out, 1, statistics);
    for (int i = 1; i <= levels; i++) {
      int dilation = flat ? 1 << (i - 1) : i == levels ? 2 : 1;
      down.add(new Unit(p.at("rebnconv" + i), i == 1 ? out : middle, middle, dilation, statistics));
    }
    for (int i = levels - 1; i >= 1; i--) {
      int dilation = flat ? 1 << (i - 1) : 1;
      up.add(new Unit(p.at("rebnconv" + i + "d"), 2L * middle, i == 1 ? out : middle, dilation, statistics));
    }
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      Tensor whole = first.apply(x);
      List<Tensor> levels = new ArrayList<>();
      Tensor h = whole;
      for (int i = 0; i < down.size(); i++) {
        boolean halve = !flat && i > 0 && i < down.size() - 1;
        h = down.get(i).apply(halve ? Resampling.halved(h) : h);
        levels.add(h);
      }
      for (int i = 0; i < up.size(); i++) {
        Tensor beside = levels.get(up.size() - 1 - i);
        h = up.get(i).apply(torch.cat(new TensorVector(i == 0 || flat ? h : Resampling.like(h, beside), beside), 1));
      }
      return h.add(whole);
    });
  }

  /** Convolution, normalisation, rectification. */
  private static final class Unit {
    private final Conv2d convolution;
    private final BatchNorm2d norm;

    Unit(Parameters p, long in, long out, int dilation, BatchNorm2d.Statistics statistics) {
      convolution = new Conv2d(p.at("conv_s1"), in, out, 3, 1, dilation, dilation, true);
      norm = new BatchNorm2d(p.at("bn_s1"), out, statistics);
    }

    Tensor apply(Tensor x) {
      return Scope.keep(() -> torch.relu(norm.apply(convolution.apply(x))));
    }
  }
}
