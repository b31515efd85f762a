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
  private static final long CHUNK = 1 << 24;

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

  /** Exchanges mean and weights, to the bit, so that twice is not at all: to look through the mean without a third copy. */
  public void swap(Tensor values) {
    for (long start = 0; start < values.numel(); start += CHUNK) {
      long length = Math.min(CHUNK, values.numel() - start);
      try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
        Tensor here = values.narrow(0, start, length);
        Tensor there = mean.narrow(0, start, length);
        Tensor kept = here.clone();
        here.copy_(there);
        there.copy_(kept);
      }
    }
  }

  @Override
  public void close() {
    Scope.free(mean);
  }
}
