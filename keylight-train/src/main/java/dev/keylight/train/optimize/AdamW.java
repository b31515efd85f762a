package dev.keylight.train.optimize;

import dev.keylight.lcvd.nn.Scope;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2), as {@code torch.optim.AdamW} computes it, on
 * one vector that holds all weights.
 */
public final class AdamW implements Optimiser {
  private final AdamOptions options;
  private final Tensor mean;
  private final Tensor square;

  public AdamW(AdamOptions options, Tensor values) {
    this.options = options;
    this.mean = Scope.lasting(() -> torch.zeros_like(values));
    this.square = Scope.lasting(() -> torch.zeros_like(values));
  }

  @Override
  public void step(Tensor values, Tensor gradients, long number, double learningRate) {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      values.mul_(new Scalar(1 - learningRate * options.weightDecay()));
      mean.lerp_(gradients, new Scalar(1 - options.beta1()));
      square.mul_(new Scalar(options.beta2())).addcmul_(gradients, gradients, new Scalar(1 - options.beta2()));
      double correction1 = 1 - Math.pow(options.beta1(), number);
      double correction2 = Math.sqrt(1 - Math.pow(options.beta2(), number));
      Tensor denominator = square.sqrt().div_(new Scalar(correction2)).add_(new Scalar(options.epsilon()));
      values.addcdiv_(mean, denominator, new Scalar(-learningRate / correction1));
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return Map.of("mean", mean, "square", square);
  }

  @Override
  public void close() {
    Scope.free(mean);
    Scope.free(square);
  }
}
