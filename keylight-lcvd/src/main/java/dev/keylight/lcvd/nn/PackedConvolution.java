package dev.keylight.lcvd.nn;

import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A convolution with weights in oneDNN's own order, by the operator that libtorch's compiler uses for it. */
final class PackedConvolution {
  private static final Optional<NamedOperator> OPERATOR = NamedOperator.oneDnn("_convolution_pointwise");

  private final NamedOperator operator = OPERATOR.orElseThrow();

  /** All of the operator's arguments but the first. */
  private final IValue[] rest;

  /**
   * @param weight {@code [out, in, height, width]}, not needed any more afterwards
   * @param bias null for none
   * @param input shape of the inputs to come; others are computed too, but slower
   * @param keeper takes charge of what is made here
   */
  PackedConvolution(Tensor weight, Tensor bias, long[] stride, long[] padding, long[] dilation, long[] input,
      Consumer<Pointer> keeper) {
    try (PointerScope scope = new PointerScope()) {
      Tensor packed = torch.mkldnn_reorder_conv2d_weight(weight.to_mkldnn(), padding, stride, dilation, 1, input);
      rest = new IValue[] {new IValue(packed), bias == null ? new IValue() : new IValue(bias), operator.list(3, padding),
        operator.list(4, stride), operator.list(5, dilation), new IValue(1L), new IValue("none"), operator.list(8),
        new IValue("")};
      for (IValue value : rest) {
        keeper.accept(NamedOperator.lasting(value));
      }
    }
  }

  /** Whether this libtorch has the operator. */
  static boolean available() {
    return OPERATOR.isPresent();
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> operator.call(new IValue(x), rest));
  }
}
