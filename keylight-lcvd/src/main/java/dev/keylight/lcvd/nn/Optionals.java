package dev.keylight.lcvd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;

/** libtorch's optional arguments, made once per layer rather than once per call. */
final class Optionals {
  static final TensorOptional NONE = lasting(new TensorOptional());

  private Optionals() {}

  static TensorOptional of(Tensor tensor) {
    return lasting(new TensorOptional(tensor));
  }

  /** Kept out of any open scope; freed with the layer. */
  private static TensorOptional lasting(TensorOptional optional) {
    optional.retainReference();
    return optional;
  }
}
