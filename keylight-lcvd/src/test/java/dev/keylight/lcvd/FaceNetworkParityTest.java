package dev.keylight.lcvd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.deca.DecaEncoder;
import dev.keylight.lcvd.detect.Fan;
import dev.keylight.lcvd.detect.S3fd;
import dev.keylight.lcvd.matte.U2Net;
import dev.keylight.lcvd.nn.BatchNorm2d.Statistics;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;

/**
 * The networks of the face side at their published widths, on weights made of their names, against the same formulas in
 * PyTorch. Outputs are of order 1; fifty to a hundred layers of 32-bit sums in another order differ by some 1e-6, so 2e-5
 * leaves room for depth and none for a wrong constant.
 */
class FaceNetworkParityTest extends Inference {
  private static final double TOLERANCE = 2e-5;

  private static Tensor unit(String name, long... shape) {
    return GeneratedParameters.input(name, shape).add(new Scalar(1)).div(new Scalar(2));
  }

  @Test
  void decaEncoder() {
    DecaEncoder encoder = new DecaEncoder(new GeneratedParameters(), DecaCode.LENGTH);
    Expected.near(encoder.apply(unit("input.face", 1, 3, 96, 96)), "deca.code", TOLERANCE);
  }

  @Test
  void u2net() {
    U2Net network = new U2Net(new GeneratedParameters(), Statistics.STORED);
    Expected.near(network.apply(unit("input.person", 1, 3, 72, 80)), "u2net.stored", TOLERANCE);
  }

  /** Statistics of few pixels amplify rounding: PyTorch's own 32 and 64 bits differ by 1e-4. In 64 bits the formula shows. */
  @Test
  void u2netWithTheStatisticsOfItsPicture() {
    GeneratedParameters single = new GeneratedParameters();
    Parameters twice = (name, layout, shape) -> single.take(name, t -> layout.apply(t.to(ScalarType.Double)), shape);
    U2Net network = new U2Net(twice, Statistics.OF_THE_BATCH);
    Expected.near(network.apply(unit("input.person", 1, 3, 72, 80).to(ScalarType.Double)), "u2net.batch", 1e-9);
  }

  @Test
  void s3fd() {
    S3fd network = new S3fd(new GeneratedParameters());
    List<S3fd.Level> levels =
        network.apply(GeneratedParameters.input("input.detect", 1, 3, 128, 160).mul(new Scalar(120)));
    assertThat(levels).hasSize(6);
    for (int i = 0; i < levels.size(); i++) {
      Expected.near(levels.get(i).scores(), "s3fd.scores." + i, TOLERANCE);
      Expected.near(levels.get(i).boxes(), "s3fd.boxes." + i, TOLERANCE);
    }
  }

  @Test
  void fan() {
    Fan network = new Fan(new GeneratedParameters(), Fan.STACKS);
    Scalar largest = new Scalar(4096); // random weights let its sums grow
    Expected.near(network.apply(unit("input.fan", 1, 3, 64, 64)).div(largest), Expected.of("fan.heatmaps").div(largest), TOLERANCE);
  }
}
