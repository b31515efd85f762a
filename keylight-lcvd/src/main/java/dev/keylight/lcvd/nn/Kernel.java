package dev.keylight.lcvd.nn;

import dev.keylight.lcvd.checkpoint.Parameters;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * The weights of a 2D convolution and how they are applied.
 *
 * <p>oneDNN computes with weights in an order of its own, and libtorch brings them into it anew in every call. Where there are
 * more weights than pixels, as on the UNet's coarser levels, that costs up to twice as much as the convolution. So large
 * weights that do not change any more are brought into that order when the size of the input is known, and given up in
 * their own.
 */
final class Kernel {
  private static final long LARGE = 1 << 18;

  private final long[] stride;
  private final long[] padding;
  private final long[] dilation;
  private final Tensor bias;
  private final TensorOptional optionalBias;
  private final Optional<Consumer<Pointer>> keeper;
  private Tensor weight;
  private boolean settled;
  private PackedConvolution packed;

  /**
   * @param form brings the stored weights to {@code [out, in, height, width]}
   * @param biased whether there is a bias
   * @param shape of the stored weights, starting with the number of results
   */
  Kernel(Parameters p, UnaryOperator<Tensor> form, boolean biased, long[] stride, long[] padding, long[] dilation,
      long... shape) {
    long elements = 1;
    for (long size : shape) {
      elements *= size;
    }
    this.keeper = elements >= LARGE && PackedConvolution.available() ? p.keeper() : Optional.empty();
    this.settled = keeper.isEmpty();
    this.weight = settled ? p.take("weight", w -> Conv2d.channelsLast(form.apply(w)), shape)
        : p.take("weight", w -> form.apply(w).clone(), shape);
    this.bias = biased ? p.take("bias", shape[0]) : null;
    this.optionalBias = bias == null ? Optionals.NONE : Optionals.of(bias);
    this.stride = stride;
    this.padding = padding;
    this.dilation = dilation;
  }

  Tensor apply(Tensor x) {
    if (!settled) {
      settle(x);
    }
    return packed != null ? packed.apply(x) : torch.conv2d(x, weight, optionalBias, stride, padding, dilation, 1);
  }

  private void settle(Tensor x) {
    Tensor stored = weight;
    if (stored.numel() >= x.numel()) {
      packed = new PackedConvolution(stored, bias, stride, padding, dilation, x.shape(), keeper.orElseThrow());
      stored.set_(); // an empty tensor from now on; whoever lent it still frees it
      Pointer.trimMemory(); // else the next small thing settles in the gap, and no other kernel fits into it
    } else {
      weight = Scope.lasting(() -> Conv2d.channelsLast(stored));
      keeper.orElseThrow().accept(weight);
      if (!weight.is_same(stored)) { // a kernel of one pixel is the same in both orders
        stored.set_();
      }
    }
    settled = true;
  }
}
