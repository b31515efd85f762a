package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import java.util.Optional;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * {@code y = x · Wᵀ + b} over the last dimension.
 *
 * <p>Weights are used where they lie, in the mapped file if they can be. Where a layer sees many rows in every pass, oneDNN's
 * product with weights in its own order is faster than that of the mathematics library: see {@link #busy}.
 */
public final class Linear {
  private static final long LARGE = 1 << 18;

  private final Tensor weight;
  private final Tensor biasOrNull;
  private final TensorOptional bias;
  private Optional<Consumer<Pointer>> keeper;
  private PackedLinear packed;

  public Linear(Parameters p, long in, long out) {
    this(p, in, out, true);
  }

  public Linear(Parameters p, long in, long out, boolean biased) {
    this(p, in, out, biased, false);
  }

  private Linear(Parameters p, long in, long out, boolean biased, boolean busy) {
    keeper = busy && in * out >= LARGE && PackedLinear.available() ? p.keeper() : Optional.empty();
    weight = keeper.isPresent() ? p.take("weight", Tensor::clone, out, in) : p.take("weight", out, in);
    biasOrNull = biased ? p.take("bias", out) : null;
    bias = biased ? Optionals.of(biasOrNull) : Optionals.NONE;
  }

  /** A layer that sees many rows in every pass: large weights are brought into oneDNN's order at the first, for good. */
  public static Linear busy(Parameters p, long in, long out, boolean biased) {
    return new Linear(p, in, out, biased, true);
  }

  public Tensor apply(Tensor x) {
    if (keeper.isPresent()) {
      pack(x);
    }
    return packed != null ? packed.apply(x) : torch.linear(x, weight, bias);
  }

  private void pack(Tensor x) {
    packed = new PackedLinear(weight, biasOrNull, x.numel() / x.size(-1), keeper.get());
    keeper = Optional.empty();
    weight.set_(); // an empty tensor from now on; whoever lent it still frees it
    Pointer.trimMemory(); // else the next small thing settles in the gap, and no other weights fit into it
  }
}
