package dev.keylight.lcvd.nn;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Numbers as waves (Vaswani et al. 2017, section 3.5): {@code [cos(t·f₀) … cos(t·f_h) sin(t·f₀) … sin(t·f_h)]}. */
public final class Sinusoid {
  private Sinusoid() {}

  /**
   * One row per value, in float32.
   *
   * @param values any numbers
   * @param width of a row, even; frequencies are {@code exp(−ln(10000) · i / (width / 2))}
   */
  public static Tensor of(Tensor values, long width) {
    return Scope.keep(() -> {
      long half = width / 2;
      Tensor frequency = torch.arange(new Scalar(half), new TensorOptions(ScalarType.Float))
          .mul(new Scalar(-Math.log(10000))).div(new Scalar((double) half)).exp().to(values.device(), ScalarType.Float);
      Tensor angle = values.to(ScalarType.Float).unsqueeze(1).mul(frequency);
      return torch.cat(new TensorVector(angle.cos(), angle.sin()), 1);
    });
  }
}
