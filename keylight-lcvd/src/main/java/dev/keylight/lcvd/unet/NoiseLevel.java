package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Memo;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * How noisy the latents of one step are, as the network sees it: the embedding of time and added ids, and what each
 * residual block makes of it. It is the same for every frame, tile and set of conditions of a sampler's step, so one row is
 * computed and shared; in training on single pictures each picture has its own row.
 */
public final class NoiseLevel implements AutoCloseable {
  private final Tensor activated;
  private final Memo memo;

  /** @param embedding {@code [1 or pictures, width]}; must outlive this */
  NoiseLevel(Tensor embedding, Memo memo) {
    this.memo = memo;
    this.activated = memo.get(this, () -> torch.silu(embedding));
  }

  private NoiseLevel(Tensor activated) {
    this.memo = Memo.forgetful();
    this.activated = activated;
  }

  /** What the projections see. */
  Tensor activated() {
    return activated;
  }

  /** The level whose {@link #activated()} was handed through a {@link Segments}. */
  static NoiseLevel of(Tensor activated) {
    return new NoiseLevel(activated);
  }

  /** {@code projection(silu(embedding))} as {@code [1 or pictures, channels, 1, 1]}, to be added to pictures or films. */
  Tensor through(Linear projection) {
    return memo.get(projection, () -> projection.apply(activated).unsqueeze(2).unsqueeze(3));
  }

  @Override
  public void close() {
    memo.close();
  }
}
