package dev.keylight.train.data;

import dev.keylight.media.Frame;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
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
}
