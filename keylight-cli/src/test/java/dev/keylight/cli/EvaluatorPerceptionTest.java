package dev.keylight.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.KeylightException;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Sight;
import dev.keylight.eval.metric.Tally;
import dev.keylight.eval.metric.Viewer;
import dev.keylight.eval.network.PerceptualDistance;
import dev.keylight.face.ModelFiles;
import dev.keylight.media.Frame;
import dev.keylight.media.Images;
import dev.keylight.pipeline.Demo;
import dev.keylight.train.data.Frames;
import dev.keylight.train.objective.PerceptualLoss;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training's perceptual loss beside the evaluator's network, which OpenCV runs. */
class EvaluatorPerceptionTest {
  private static final int SIDE = 256;

  @TempDir private Path folder;

  private Mat portrait() {
    Mat scaled = new Mat();
    try (Frame still = Images.read(Demo.portrait(folder)); Size size = new Size(SIDE, SIDE)) {
      opencv_imgproc.resize(still.pixels(), scaled, size, 0, 0, opencv_imgproc.INTER_AREA);
    }
    return scaled;
  }

  private static Mat changed(Mat picture, int blur, double gain, double offset) {
    Mat result = new Mat();
    try (Mat blurred = new Mat(); Size size = new Size(blur, blur)) {
      opencv_imgproc.blur(picture, blurred, size);
      blurred.convertTo(result, -1, gain, offset);
    }
    return result;
  }

  private static Tensor signed(Frame frame) {
    return Frames.tensor(frame).div(new Scalar(127.5)).sub(new Scalar(1)).permute(2, 0, 1).unsqueeze(0).contiguous();
  }

  private static double byEvaluator(Mat made, Mat truth) {
    try (Viewer viewer = new Viewer(true); Sight a = viewer.look(Frame.still(made.clone()));
        Sight b = viewer.look(Frame.still(truth.clone()));
        Metric metric = PerceptualDistance.toTruth(new PerceptualDistance.Perceiver())) {
      Tally tally = metric.begin(null);
      tally.add(new Moment(0, true, a, null, null, false, null, b, null, null));
      return tally.total();
    }
  }

  @Test
  void libtorch_and_opencv_see_the_same() {
    try (PointerScope scope = new PointerScope(); PerceptualLoss loss = PerceptualLoss.found()) {
      Mat truth = portrait();
      for (Mat made : List.of(changed(truth, 5, 1, 0), changed(truth, 1, 0.7, 20), changed(truth, 1, 0, 0))) {
        double expected = byEvaluator(made, truth);
        Tensor ours = loss.distance(signed(Frame.still(made)), signed(Frame.still(truth)));
        assertThat(expected).isGreaterThan(0.005);
        assertThat(ours.item_double()).isCloseTo(expected, Percentage.withPercentage(0.01));
      }
      assertThat(loss.distance(signed(Frame.still(truth)), signed(Frame.still(truth))).item_double()).isZero();
    }
  }

  @Test
  void gradients_are_what_small_steps_say() {
    try (PointerScope scope = new PointerScope(); PerceptualLoss loss = PerceptualLoss.found()) {
      GeneratorOptional seed = new GeneratorOptional(torch.make_generator_cpu(3));
      Mat all = portrait();
      Tensor truth = signed(Frame.still(all)).narrow(2, 80, 96).narrow(3, 80, 104).contiguous();
      Tensor made = torch.avg_pool2d(truth, new long[] {3, 3}, new long[] {1, 1}, new long[] {1, 1}, false, true,
          new LongOptional()).clone();
      made.requires_grad_(true);
      loss.distance(made, truth).backward();
      Tensor gradient = made.grad().clone();
      assertThat(gradient.isfinite().all().item_bool()).isTrue();
      Tensor at = made.detach();
      for (int i = 0; i < 3; i++) {
        Tensor way = torch.randn(at.shape(), seed, new TensorOptions(ScalarType.Float));
        // partly along the gradient, else the change would drown in rounding
        Tensor direction = way.div(way.norm()).add(gradient.div(gradient.norm()));
        Tensor step = direction.mul(new Scalar(0.02));
        double slope = loss.distance(at.add(step), truth).sub(loss.distance(at.sub(step), truth)).item_double() / 0.04;
        assertThat(gradient.mul(direction).sum().item_double()).isCloseTo(slope, Percentage.withPercentage(1));
      }
    }
  }

  @Test
  void black_pictures_have_gradients_too() {
    try (PointerScope scope = new PointerScope(); PerceptualLoss loss = PerceptualLoss.found()) {
      Tensor black = torch.full(new long[] {1, 3, 96, 96}, new Scalar(-1), new TensorOptions(ScalarType.Float));
      Tensor made = black.clone().requires_grad_(true);
      Tensor distance = loss.distance(made, black);
      distance.backward();
      assertThat(distance.item_double()).isCloseTo(0, Offset.offset(1e-9));
      assertThat(made.grad().isfinite().all().item_bool()).isTrue();
    }
  }

  @Test
  void another_network_is_refused() {
    byte[] other = ModelFiles.read(PerceptualDistance.class, "efficientnet_lite0.onnx");
    assertThatThrownBy(() -> new PerceptualLoss(other)).isInstanceOf(KeylightException.class).hasMessageContaining("not ST-LPIPS");
  }
}
