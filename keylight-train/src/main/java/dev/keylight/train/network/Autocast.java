package dev.keylight.train.network;

import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Mixed precision: while open, convolutions and products of matrices on this thread are computed in bfloat16 from float32
 * weights; sums, norms and losses stay as they are. bfloat16 has float32's range, so losses need no scaling.
 */
public final class Autocast implements AutoCloseable {
  private final Manner before;

  private Autocast(Manner before) {
    this.before = before;
  }

  /** On the processor; see {@link #bfloat16(DeviceType, boolean)}. */
  public static Autocast bfloat16(boolean on) {
    return bfloat16(DeviceType.CPU, on);
  }

  /**
   * @param device where the tensors are
   * @param on whether it does anything
   */
  public static Autocast bfloat16(DeviceType device, boolean on) {
    Autocast cast = new Autocast(Manner.ofThread(device));
    if (on) {
      new Manner(device, true, ScalarType.BFloat16, true).set();
    }
    return cast;
  }

  @Override
  public void close() {
    if (torch.is_autocast_enabled(before.device) && !before.on) {
      torch.clear_cache();
    }
    before.set();
  }

  /**
   * How a thread computes. libtorch keeps it per thread, and the way back runs on a thread of the device's where that is not
   * the processor, so whoever computes there what was computed here must bring it along.
   *
   * @param type that products are computed in where it is on
   * @param remembers whether converted weights are kept for their next use
   */
  record Manner(DeviceType device, boolean on, ScalarType type, boolean remembers) {
    static Manner ofThread(DeviceType device) {
      return new Manner(device, torch.is_autocast_enabled(device), torch.get_autocast_dtype(device),
          torch.is_autocast_cache_enabled());
    }

    static Manner ofThread(Device device) {
      return ofThread(device.type().intern());
    }

    /** The same, keeping nothing: weights converted without gradients must not be met again where gradients are wanted. */
    Manner forgetful() {
      return new Manner(device, on, type, false);
    }

    /** On this thread until closed. */
    Autocast open() {
      Autocast cast = new Autocast(ofThread(device));
      set();
      return cast;
    }

    private void set() {
      torch.set_autocast_enabled(device, on);
      torch.set_autocast_dtype(device, type);
      torch.set_autocast_cache_enabled(remembers);
    }
  }
}
