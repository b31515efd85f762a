package dev.keylight.lcvd.nn;

import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;

/** A product with a matrix of weights in oneDNN's own order, by the operator that libtorch's compiler uses for it. */
final class PackedLinear {
  private static final Optional<NamedOperator> OPERATOR = NamedOperator.oneDnn("_linear_pointwise");
  private static final Optional<NamedOperator> REORDER = NamedOperator.oneDnn("_reorder_linear_weight");

  private final NamedOperator operator = OPERATOR.orElseThrow();

  /** All of the operator's arguments but the first. */
  private final IValue[] rest;

  /**
   * @param weight {@code [out, in]}, not needed any more afterwards
   * @param bias null for none
   * @param rows of the inputs to come; others are computed too, but slower
   * @param keeper takes charge of what is made here
   */
  PackedLinear(Tensor weight, Tensor bias, long rows, Consumer<Pointer> keeper) {
    try (PointerScope scope = new PointerScope()) {
      Tensor packed = REORDER.orElseThrow().call(new IValue(weight), new IValue(rows));
      rest = new IValue[] {
        new IValue(packed), bias == null ? new IValue() : new IValue(bias), new IValue("none"), operator.list(4),
        new IValue("")
      };
      for (IValue value : rest) {
        keeper.accept(NamedOperator.lasting(value));
      }
    }
  }

  /** Whether this libtorch has the operators. */
  static boolean available() {
    return OPERATOR.isPresent() && REORDER.isPresent();
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> operator.call(new IValue(x), rest));
  }
}
