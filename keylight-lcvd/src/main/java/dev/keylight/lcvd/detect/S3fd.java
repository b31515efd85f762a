package dev.keylight.lcvd.detect;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Conv2d;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * S³FD (Zhang et al., "S³FD: single shot scale-invariant face detector", 2017): VGG-16 with two further steps down; six of
 * its levels each say, for every place, how likely a face of that level's size is there and how the anchor must be moved.
 */
public final class S3fd {
  /** Convolutions before each halving of VGG-16. */
  private static final int[][] VGG = {{3, 64, 64}, {64, 128, 128}, {128, 256, 256, 256}, {256, 512, 512, 512},
      {512, 512, 512, 512}};

  /** Levels of VGG whose features are brought to length 1 and scaled per channel. */
  private static final String[] NORMED = {"conv3_3_norm", "conv4_3_norm", "conv5_3_norm"};

  private final List<List<Conv2d>> vgg = new ArrayList<>();
  private final List<Conv2d> further = new ArrayList<>();
  private final List<Tensor> lengths = new ArrayList<>();
  private final List<Conv2d> scores = new ArrayList<>();
  private final List<Conv2d> boxes = new ArrayList<>();

  /**
   * What one level says.
   *
   * @param scores {@code [1, 2, height, width]}: background and face, not yet normalised
   * @param boxes {@code [1, 4, height, width]}: shift and logarithm of the size against the anchor
   */
  public record Level(Tensor scores, Tensor boxes) {}

  public S3fd(Parameters p) {
    for (int i = 0; i < VGG.length; i++) {
      List<Conv2d> stage = new ArrayList<>();
      for (int j = 1; j < VGG[i].length; j++) {
        stage.add(new Conv2d(p.at("conv" + (i + 1) + "_" + j), VGG[i][j - 1], VGG[i][j], 3));
      }
      vgg.add(stage);
    }
    further.add(new Conv2d(p.at("fc6"), 512, 1024, 3, 1, 3));
    further.add(new Conv2d(p.at("fc7"), 1024, 1024, 1));
    further.add(new Conv2d(p.at("conv6_1"), 1024, 256, 1));
    further.add(new Conv2d(p.at("conv6_2"), 256, 512, 3, 2, 1));
    further.add(new Conv2d(p.at("conv7_1"), 512, 128, 1));
    further.add(new Conv2d(p.at("conv7_2"), 128, 256, 3, 2, 1));
    String[] levels = {NORMED[0], NORMED[1], NORMED[2], "fc7", "conv6_2", "conv7_2"};
    int[] channels = {256, 512, 512, 1024, 512, 256};
    for (int i = 0; i < levels.length; i++) {
      if (i < NORMED.length) {
        lengths.add(p.take(levels[i] + ".weight", w -> w.view(1, -1, 1, 1), channels[i]));
      }
      scores.add(new Conv2d(p.at(levels[i] + "_mbox_conf"), channels[i], i == 0 ? 4 : 2, 3));
      boxes.add(new Conv2d(p.at(levels[i] + "_mbox_loc"), channels[i], 4, 3));
    }
  }

  /**
   * @param pixels {@code [1, 3, height, width]}, BGR minus the mean colour; sides of at least 64
   * @return the six levels, each half the size of the one before; in the innermost open scope
   */
  public List<Level> apply(Tensor pixels) {
    List<Tensor> features = new ArrayList<>();
    Tensor h = Conv2d.channelsLast(pixels);
    for (int i = 0; i < vgg.size(); i++) {
      for (Conv2d convolution : vgg.get(i)) {
        h = rectified(convolution, h);
      }
      if (i >= 2) {
        features.add(scaled(h, lengths.get(i - 2)));
      }
      h = torch.max_pool2d(h, 2, 2);
    }
    for (int i = 0; i < further.size(); i++) {
      h = rectified(further.get(i), h);
      if (i % 2 == 1) {
        features.add(h);
      }
    }
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      Tensor score = scores.get(i).apply(features.get(i));
      levels.add(new Level(i == 0 ? loudestBackground(score) : score, boxes.get(i).apply(features.get(i))));
    }
    return levels;
  }

  private static Tensor rectified(Conv2d convolution, Tensor x) {
    return Scope.keep(() -> torch.relu(convolution.apply(x)));
  }

  /** Every pixel's features divided by their length. */
  private static Tensor scaled(Tensor x, Tensor weight) {
    return Scope.keep(() -> {
      Tensor length = x.square().sum(new long[] {1}, true, new ScalarTypeOptional()).sqrt().add(new Scalar(1e-10));
      return x.div(length).mul(weight);
    });
  }

  /** Small anchors are mostly background: three guesses at it, of which the largest counts. */
  private static Tensor loudestBackground(Tensor scores) {
    return Scope.keep(() -> torch.cat(
        new TensorVector(scores.narrow(1, 0, 3).amax(new long[] {1}, true), scores.narrow(1, 3, 1)), 1));
  }
}
