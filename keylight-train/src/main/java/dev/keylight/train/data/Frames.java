package dev.keylight.train.data;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Pictures as tensors. */
public final class Frames {
  private Frames() {}

  /** A copy of an RGB frame, {@code [height, width, 3]}, float32 in 0..255. */
  public static Tensor tensor(Frame frame) {
    Tensor bytes = torch.empty(new long[] {frame.height(), frame.width(), 3}, new TensorOptions(ScalarType.Byte), null);
    Pointer.memcpy(new BytePointer(bytes.data_ptr()), frame.pixels().data(), bytes.nbytes());
    return bytes.to(ScalarType.Float);
  }

  /**
   * A picture as a frame, the caller's.
   *
   * @param picture {@code [3, height, width]} or {@code [1, 3, height, width]}, −1..1, what is beyond is cut off
   */
  public static Frame frame(Tensor picture) {
    Tensor bytes = picture.squeeze(0).permute(1, 2, 0).add(new Scalar(1)).mul(new Scalar(127.5)).round()
        .clamp_min(new Scalar(0)).clamp_max(new Scalar(255)).to(ScalarType.Byte).cpu().contiguous();
    Mat pixels = new Mat((int) bytes.size(0), (int) bytes.size(1), opencv_core.CV_8UC3);
    Pointer.memcpy(pixels.data(), new BytePointer(bytes.data_ptr()), bytes.nbytes());
    pixels.retainReference(); // outlives the scope of its tensors
    return Frame.still(pixels);
  }
}
