package dev.keylight.train.objective;

import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The mixture of noise and picture that the network predicts, {@code v = (ε − σ·x₀) / √(1 + σ²)} (Salimans and Ho 2022), and
 * the distance in it. Karras' weighting λ = (1 + σ²)/σ² of the distance between pictures is the plain squared distance
 * between velocities (spec §8.5), which is how it is computed here, because it is safe for small σ.
 */
public final class Velocity {
  private Velocity() {}

  /**
   * @param clean latents, {@code [n, channels, height, width]}
   * @param noise of the same shape
   * @param sigma {@code [n or 1, 1, 1, 1]}
   */
  public static Tensor of(Tensor clean, Tensor noise, Tensor sigma) {
    return Scope.keep(() -> noise.sub(clean.mul(sigma)).div(root(sigma)));
  }

  /** What the network sees of {@code clean + σ·noise}: divided by √(1 + σ²). */
  public static Tensor input(Tensor clean, Tensor noise, Tensor sigma) {
    return Scope.keep(() -> clean.add(noise.mul(sigma)).div(root(sigma)));
  }

  private static Tensor root(Tensor sigma) {
    return sigma.square().add(new Scalar(1)).sqrt();
  }

  /**
   * The published loss (spec §8.5): the mean over everything, plus the mean over the person.
   *
   * @param mask {@code [n, 1, height, width]}, 1 is the person
   * @param together whether the n pictures are one clip, whose masks are summed before the division; otherwise each counts
   *     as a sample
   */
  public static Tensor loss(Tensor predicted, Tensor target, Tensor mask, boolean together) {
    return Scope.keep(() -> {
      Tensor square = predicted.sub(target).square();
      Tensor person = square.mul(mask);
      long channels = square.size(1);
      Tensor inside;
      if (together) {
        inside = person.sum().div(mask.sum().mul(new Scalar((double) channels)).add(new Scalar(1e-8)));
      } else {
        inside = person.sum(1, 2, 3).div(mask.sum(1, 2, 3).mul(new Scalar((double) channels)).add(new Scalar(1e-8))).mean();
      }
      return square.mean().add(inside);
    });
  }
}
