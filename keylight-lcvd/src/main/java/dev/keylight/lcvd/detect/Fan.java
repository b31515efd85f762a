package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.BatchNorm2d;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The Face Alignment Network (Bulat and Tzimiropoulos, "How far are we from solving the 2D & 3D face alignment problem?",
 * 2017): hourglasses one after the other, each correcting the heatmaps of the one before.
 */
public final class Fan {
  /** Hourglasses in the published network. */
  public static final int STACKS = 4;

  /** How many landmarks it finds. */
  public static final int LANDMARKS = 68;

  private static final int WIDTH = 256;
  private static final int DEPTH = 4;

  private final Conv2d stem;
  private final BatchNorm2d stemNorm;
  private final ResidualBlock[] opening;
  private final List<Stack> stacks = new ArrayList<>();

  private record Stack(Hourglass hourglass, ResidualBlock top, Conv2d last, BatchNorm2d norm, Conv2d heatmaps,
      Conv2d features, Conv2d feedback) {}

  public Fan(Parameters p, int count) {
    stem = new Conv2d(p.at("conv1"), 3, 64, 7, 2, 3);
    stemNorm = new BatchNorm2d(p.at("bn1"), 64);
    opening = new ResidualBlock[] {
      new ResidualBlock(p.at("conv2"), 64, 128), new ResidualBlock(p.at("conv3"), 128, 128),
      new ResidualBlock(p.at("conv4"), 128, WIDTH)
    };
    for (int i = 0; i < count; i++) {
      boolean feeds = i < count - 1;
      stacks.add(new Stack(new Hourglass(p.at("m" + i), DEPTH, WIDTH), new ResidualBlock(p.at("top_m_" + i), WIDTH, WIDTH),
          new Conv2d(p.at("conv_last" + i), WIDTH, WIDTH, 1), new BatchNorm2d(p.at("bn_end" + i), WIDTH),
          new Conv2d(p.at("l" + i), WIDTH, LANDMARKS, 1),
          feeds ? new Conv2d(p.at("bl" + i), WIDTH, WIDTH, 1) : null,
          feeds ? new Conv2d(p.at("al" + i), LANDMARKS, WIDTH, 1) : null));
    }
  }

  /**
   * @param pixels {@code [1, 3, 256, 256]}, RGB in 0..1
   * @return the last stack's heatmaps, {@code [1, 68, 64, 64]}
   */
  public Tensor apply(Tensor pixels) {
    return Scope.keep(() -> {
      Tensor h = torch.relu(stemNorm.apply(stem.apply(Conv2d.channelsLast(pixels))));
      h = torch.avg_pool2d(opening[0].apply(h), 2, 2);
      Tensor previous = opening[2].apply(opening[1].apply(h));
      Tensor heatmaps = null;
      for (Stack stack : stacks) {
        Tensor features = stack.last.apply(stack.top.apply(stack.hourglass.apply(previous)));
        features = torch.relu(stack.norm.apply(features));
        heatmaps = stack.heatmaps.apply(features);
        if (stack.feedback != null) {
          previous = previous.add(stack.features.apply(features)).add(stack.feedback.apply(heatmaps));
        }
      }
      return heatmaps;
    });
  }
}
