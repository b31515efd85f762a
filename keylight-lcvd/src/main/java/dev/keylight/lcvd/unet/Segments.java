package dev.keylight.lcvd.unet;

import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;

/**
 * How the UNet's blocks are run: directly, or, in training, so that what a block computed inside is thrown away and computed
 * again on the way back.
 */
@FunctionalInterface
public interface Segments {
  /** As it stands. */
  Segments DIRECT = (block, inputs) -> block.apply(inputs);

  /**
   * @param block a function of {@code inputs} and of weights alone
   * @param inputs everything that gradients must flow through
   */
  Tensor run(Function<Tensor[], Tensor> block, Tensor... inputs);
}
