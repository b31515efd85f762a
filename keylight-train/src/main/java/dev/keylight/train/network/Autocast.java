package dev.keylight.train.network;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision: while open, convolutions and products of matrices on this thread are computed in bfloat16 from float32
 * weights; sums, norms and losses stay as they are. bfloat16 has float32's range, so losses need no scaling.
 */
public final class Autocast implements AutoCloseable {
  private final boolean on;
  private final DeviceType device;

  private Autocast(DeviceType device, boolean on) {
    this.device = device;
    this.on = on;
    if (on) {
      torch.set_autocast_enabled(device, true);
      torch.set_autocast_dtype(device, ScalarType.BFloat16);
    }
  }

  /** @param on whether it does anything */
  public static Autocast bfloat16(boolean on) {
    return new Autocast(DeviceType.CPU, on);
  }

  @Override
  public void close() {
    if (on) {
      torch.clear_cache();
      torch.set_autocast_enabled(device, false);
    }
  }
}
