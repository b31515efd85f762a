package dev.keylight.lcvd.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Operations that overwrite a map nobody needs any more, instead of putting a new one beside it. In training, libtorch
 * itself keeps what the way back needs. They return the object they were given: what libtorch's own in-place operations
 * return does not own the tensor, and is gone once the given object is closed.
 */
public final class Fresh {
  private Fresh() {}

  /**
   * {@code fresh + other}.
   *
   * @param fresh what the caller has just computed and nobody else holds; overwritten
   * @param other of a shape that broadcasts to {@code fresh}'s
   */
  public static Tensor plus(Tensor fresh, Tensor other) {
    fresh.add_(other);
    return fresh;
  }

  /** {@code fresh · other}, as {@link #plus}. */
  public static Tensor times(Tensor fresh, Tensor other) {
    fresh.mul_(other);
    return fresh;
  }

  /** {@code silu(fresh)}, as {@link #plus}. */
  public static Tensor silu(Tensor fresh) {
    torch.silu_(fresh);
    return fresh;
  }
}
