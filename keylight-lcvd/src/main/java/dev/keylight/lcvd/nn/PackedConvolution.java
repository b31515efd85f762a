package dev.keylight.lcvd.nn;

import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.FunctionSchema;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorHandleOptional;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution with weights in oneDNN's own order: libtorch's operator {@code mkldnn::_convolution_pointwise}, which its
 * compiler uses too. It has no function of its own in C++ and is called by name.
 */
final class PackedConvolution {
  private static final OperatorHandle OPERATOR = operator();
  private static final FunctionSchema SCHEMA = OPERATOR == null ? null : lasting(OPERATOR.schema());

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
      rest = new IValue[] {new IValue(packed), bias == null ? new IValue() : new IValue(bias), numbers(3, padding),
        numbers(4, stride), numbers(5, dilation), new IValue(1L), new IValue("none"), numbers(8), new IValue("")};
      for (IValue value : rest) {
        keeper.accept(lasting(value));
      }
    }
  }

  /** Whether this libtorch has the operator. */
  static boolean available() {
    return OPERATOR != null;
  }

  Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      IValueVector stack = new IValueVector();
      stack.push_back(new IValue(x));
      for (IValue value : rest) {
        stack.push_back(value);
      }
      OPERATOR.callBoxed(stack);
      return new Tensor(stack.get(0).toTensor()); // what the stack gives goes with the stack
    });
  }

  /** A list of the type that the operator's argument of that number wants. */
  private static IValue numbers(int argument, long... values) {
    GenericList list = new GenericList(SCHEMA.arguments().getPointer(argument).type().get().containedType(0));
    for (long value : values) {
      list.push_back(new IValue(value));
    }
    return new IValue(list);
  }

  private static OperatorHandle operator() {
    if (!torch.hasMKLDNN()) {
      return null;
    }
    try (PointerScope scope = new PointerScope()) {
      OperatorHandleOptional found =
          Dispatcher.singleton().findSchema(new OperatorName("mkldnn::_convolution_pointwise", ""));
      return found.has_value() ? lasting(new OperatorHandle(found.get())) : null;
    }
  }

  private static <P extends Pointer> P lasting(P pointer) {
    pointer.retainReference();
    return pointer;
  }
}
