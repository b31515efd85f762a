package dev.keylight.lcvd.render;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.Tensor;

/** A tensor's own memory for reading from and writing to files, so that nothing passes through the Java heap. */
final class NativeBytes {
  private NativeBytes() {}

  /** @param tensor on the CPU, contiguous, below 2 GiB; must outlive the buffer */
  static ByteBuffer of(Tensor tensor) {
    return new BytePointer(tensor.data_ptr()).capacity(Math.toIntExact(tensor.nbytes())).asByteBuffer()
        .order(ByteOrder.nativeOrder());
  }
}
