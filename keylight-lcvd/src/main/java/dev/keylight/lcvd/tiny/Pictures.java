package dev.keylight.lcvd.tiny;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** OpenCV's pictures as tensors, which are copies. */
final class Pictures {
  private Pictures() {}

  /** RGB bytes as {@code [3, height, width]} in 0..255. */
  static Tensor levels(Mat picture) {
    return Scope.keep(() -> torch.from_blob(picture.data(), new long[] {picture.rows(), picture.cols(), 3},
        new TensorOptions(ScalarType.Byte)).to(ScalarType.Float).permute(2, 0, 1).contiguous());
  }

  /** RGB bytes as {@code [3, height, width]} in −1..1. */
  static Tensor signed(Mat picture) {
    return Scope.keep(() -> levels(picture).div(new Scalar(127.5)).sub(new Scalar(1)));
  }

  /** 32-bit floats as {@code [1, height, width]}. */
  static Tensor floats(Mat grey) {
    return Scope.keep(() -> torch.from_blob(grey.data(), new long[] {1, grey.rows(), grey.cols()},
        new TensorOptions(ScalarType.Float)).clone());
  }
}
