package dev.keylight.lcvd.checkpoint;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

/**
 * Where a network's layers get their weights when they are built. Each layer asks by name and exact shape; whoever answers
 * decides what that means: load from a file, declare a shape only, or initialise for training. The answerer owns the
 * tensors; layers hold them but never close them.
 */
public interface Parameters {
  /** The layout of tensors a layer computes with as they are stored. */
  UnaryOperator<Tensor> AS_STORED = tensor -> tensor;

  /**
   * The tensor of that name.
   *
   * @param name relative to this scope, as in the published state dict
   * @param layout applied once to the stored tensor to bring it into the form the layer computes with
   * @param shape exact sizes of the stored tensor
   */
  Tensor take(String name, UnaryOperator<Tensor> layout, long... shape);

  /** The tensor of that name as it is stored. */
  default Tensor take(String name, long... shape) {
    return take(name, AS_STORED, shape);
  }

  /**
   * Who takes charge of what a layer makes of its weights for good, such as another order of them; the weights themselves may
   * then be emptied. Nobody while weights may change, as in training.
   */
  default Optional<Consumer<Pointer>> keeper() {
    return Optional.empty();
  }

  /** The parameters of a part, whose names start with {@code part} and a dot. */
  default Parameters at(String part) {
    Parameters whole = this;
    return new Parameters() {
      @Override
      public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
        return whole.take(part + "." + name, layout, shape);
      }

      @Override
      public Optional<Consumer<Pointer>> keeper() {
        return whole.keeper();
      }

      @Override
      public Parameters at(String inner) {
        return whole.at(part + "." + inner);
      }
    };
  }

  /** The parameters of the {@code index}-th of a list of parts. */
  default Parameters at(String part, int index) {
    return at(part + "." + index);
  }
}
