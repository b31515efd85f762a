package dev.keylight.train.optimize;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * An exponential moving average of the weights, which renders better than the weights themselves. It starts quickly: after
 * {@code n} steps it remembers no more than a tenth of them.
 */
public final class RunningMean implements AutoCloseable {
  private final double decay;
  private final Tensor mean;

  /** @param decay share that stays per step, such as .999 */
  public RunningMean(double decay, Tensor values) {
    this.decay = decay;
    this.mean = Scope.lasting(() -> values.detach().clone());
  }

  /** @param number of the step, from 1 */
  public void follow(Tensor values, long number) {
    double kept = Math.min(decay, (1.0 + number) / (10 + number));
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      mean.lerp_(values, new Scalar(1 - kept));
    }
  }

  public Tensor mean() {
    return mean;
  }

  @Override
  public void close() {
    Scope.free(mean);
  }
}
