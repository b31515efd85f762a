package dev.keylight.lcvd.model;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** What the UNet, the adapters, the vision tower and the decoder compute in. The encoder always computes in float32. */
public enum Precision {
  FP32(ScalarType.Float),
  FP16(ScalarType.Half),
  BF16(ScalarType.BFloat16);

  private final ScalarType type;

  Precision(ScalarType type) {
    this.type = type;
  }

  public ScalarType type() {
    return type;
  }
}
