package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** GEGLU (Shazeer 2020): {@code W₂ · (value · gelu(gate))} with {@code (value, gate) = W₁ · x}, GELU by the error function. */
public final class FeedForward {
  private static final int WIDENING = 4;

  /** Inner activations above this many elements are computed frame by frame: they are eight times the input. */
  private static final long WHOLE = 1 << 22;

  private final Linear in;
  private final Linear out;

  public FeedForward(Parameters p, long channels) {
    this.in = Linear.busy(p.at("net.0.proj"), channels, 2 * WIDENING * channels, true);
    this.out = Linear.busy(p.at("net.2"), WIDENING * channels, channels, true);
  }

  /** @param x {@code [frames, tokens, channels]} */
  public Tensor apply(Tensor x) {
    return Scope.keep(() -> {
      long frames = x.size(0);
      if (frames == 1 || 2 * WIDENING * x.numel() <= WHOLE) {
        return whole(x);
      }
      Tensor[] parts = new Tensor[(int) frames];
      for (int f = 0; f < frames; f++) {
        Tensor frame = x.narrow(0, f, 1);
        parts[f] = Scope.keep(() -> whole(frame));
      }
      return torch.cat(new TensorVector(parts), 0);
    });
  }

  private Tensor whole(Tensor x) {
    TensorVector halves = in.apply(x).chunk(2, -1);
    return out.apply(Fresh.times(torch.gelu(halves.get(1)), halves.get(0)));
  }
}
