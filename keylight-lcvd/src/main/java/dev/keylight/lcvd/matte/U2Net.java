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
 * U²-Net (Qin et al., "U²-Net: going deeper with nested U-structure for salient object detection", 2020): a U of eleven small
 * U's. Each of the six deepest levels gives a map of its own; the result is what a 1 × 1 convolution makes of all six.
 */
public final class U2Net {
  /** name, height, in, middle and out of each stage on the way down; height 0 is the dilated kind. */
  private static final Stage[] DOWN = {
    new Stage("stage1", 7, 3, 32, 64), new Stage("stage2", 6, 64, 32, 128), new Stage("stage3", 5, 128, 64, 256),
    new Stage("stage4", 4, 256, 128, 512), new Stage("stage5", 0, 512, 256, 512), new Stage("stage6", 0, 512, 256, 512)
  };

  private static final Stage[] UP = {
    new Stage("stage5d", 0, 1024, 256, 512), new Stage("stage4d", 4, 1024, 128, 256),
    new Stage("stage3d", 5, 512, 64, 128), new Stage("stage2d", 6, 256, 32, 64), new Stage("stage1d", 7, 128, 16, 64)
  };

  private record Stage(String name, int height, int in, int middle, int out) {}

  private final List<ResidualU> down = new ArrayList<>();
  private final List<ResidualU> up = new ArrayList<>();
  private final List<Conv2d> sides = new ArrayList<>();
  private final Conv2d fusion;

  /** @param statistics stored for a network as it was trained; of the batch for the published use of it */
  public U2Net(Parameters p, BatchNorm2d.Statistics statistics) {
    for (Stage s : DOWN) {
      down.add(new ResidualU(p.at(s.name), s.height, s.in, s.middle, s.out, statistics));
    }
    for (Stage s : UP) {
      up.add(new ResidualU(p.at(s.name), s.height, s.in, s.middle, s.out, statistics));
    }
    for (int i = 1; i <= DOWN.length; i++) {
      int channels = i == DOWN.length ? DOWN[i - 1].out : UP[UP.length - i].out;
      sides.add(new Conv2d(p.at("side" + i), channels, 1, 3));
    }
    fusion = new Conv2d(p.at("outconv"), DOWN.length, 1, 1);
  }

  /**
   * @param pixels {@code [1, 3, height, width]}
   * @return {@code [1, 1, height, width]}: how much of a person each pixel is, 0..1
   */
  public Tensor apply(Tensor pixels) {
    return Scope.keep(() -> {
      List<Tensor> levels = new ArrayList<>();
      Tensor h = Conv2d.channelsLast(pixels);
      for (int i = 0; i < down.size(); i++) {
        h = down.get(i).apply(i == 0 ? h : Resampling.halved(h));
        levels.add(h);
      }
      TensorVector maps = new TensorVector();
      maps.push_back(side(5, h, pixels));
      for (int i = 0; i < up.size(); i++) {
        Tensor beside = levels.get(up.size() - 1 - i);
        h = up.get(i).apply(torch.cat(new TensorVector(Resampling.like(h, beside), beside), 1));
        maps.push_back(side(4 - i, h, pixels));
      }
      TensorVector inOrder = new TensorVector();
      for (long i = maps.size() - 1; i >= 0; i--) {
        inOrder.push_back(maps.get(i));
      }
      return torch.sigmoid(fusion.apply(torch.cat(inOrder, 1)));
    });
  }

  private Tensor side(int index, Tensor h, Tensor whole) {
    return Resampling.like(sides.get(index).apply(h), whole);
  }
}
