package dev.keylight.lcvd.nn;

import java.util.Optional;
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

/** An operator of libtorch that has no function of its own in C++, such as those its compiler uses; called by name. */
final class NamedOperator {
  private final OperatorHandle handle;
  private final FunctionSchema schema;

  private NamedOperator(OperatorHandle handle) {
    this.handle = handle;
    this.schema = lasting(handle.schema());
  }

  /** The operator of oneDNN's of that name; empty where libtorch was built without it. */
  static Optional<NamedOperator> oneDnn(String name) {
    if (!torch.hasMKLDNN()) {
      return Optional.empty();
    }
    try (PointerScope scope = new PointerScope()) {
      OperatorHandleOptional found = Dispatcher.singleton().findSchema(new OperatorName("mkldnn::" + name, ""));
      return found.has_value() ? Optional.of(new NamedOperator(lasting(new OperatorHandle(found.get())))) : Optional.empty();
    }
  }

  /** @return the one result, a tensor */
  Tensor call(IValue first, IValue... rest) {
    return Scope.keep(() -> {
      IValueVector stack = new IValueVector();
      stack.push_back(first);
      for (IValue value : rest) {
        stack.push_back(value);
      }
      handle.callBoxed(stack);
      return new Tensor(stack.get(0).toTensor()); // what the stack gives goes with the stack
    });
  }

  /** A list of the type that the operator's argument of that number wants. */
  IValue list(int argument, long... values) {
    GenericList list = new GenericList(schema.arguments().getPointer(argument).type().get().containedType(0));
    for (long value : values) {
      list.push_back(new IValue(value));
    }
    return new IValue(list);
  }

  /** Takes a pointer out of the scope it was made in. */
  static <P extends Pointer> P lasting(P pointer) {
    pointer.retainReference();
    return pointer;
  }
}
