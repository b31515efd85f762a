package dev.keylight.train.optimize;

import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Moves weights along their gradients. */
public interface Optimiser extends AutoCloseable {
  /**
   * @param values all weights, changed in place
   * @param gradients of all weights
   * @param number of this step, from 1
   */
  void step(Tensor values, Tensor gradients, long number, double learningRate);

  /** All it remembers, by name: copying into these tensors restores it. */
  Map<String, Tensor> state();

  @Override
  void close();
}
