package dev.keylight.lcvd.render;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.lcvd.model.Precision;
import org.bytedeco.pytorch.Tensor;

/** Stops a render whose networks give values that are no numbers, instead of writing black frames. */
final class Finite {
  private Finite() {}

  /**
   * Returns {@code result} when all of it is finite.
   *
   * @param network its name in the message
   * @throws BadInputException when not: the weights are damaged, or do not fit into 16 bits
   */
  static Tensor checked(Tensor result, String network, ModelFolder models, Precision precision) {
    if (!result.isfinite().all().item_bool()) {
      throw new BadInputException("the " + network + " gives values that are not numbers; a file of weights is damaged "
          + "(keylight weights check " + models.root() + " says which)"
          + (precision == Precision.FP16 ? ", or they do not fit into fp16: try --precision bf16 or fp32" : ""));
    }
    return result;
  }
}
