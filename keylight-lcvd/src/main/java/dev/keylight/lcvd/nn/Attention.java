package dev.keylight.lcvd.nn;

import java.util.Arrays;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Scaled dot-product attention, {@code softmax(q · kᵀ / √d) · v}, without mask or dropout.
 *
 * <p>On the CPU, libtorch computes it in bfloat16 and float16 with a naive loop, twenty times slower than in float32, so
 * there it is done in float32 and rounded back.
 */
public final class Attention {
  private Attention() {}

  /** @param q,k,v {@code [..., tokens, width]} with the heads among the leading dimensions */
  public static Tensor apply(Tensor q, Tensor k, Tensor v) {
    ScalarType type = q.scalar_type().intern();
    if (q.is_cpu() && (type == ScalarType.BFloat16 || type == ScalarType.Half)) {
      boolean mixed = torch.is_autocast_enabled(DeviceType.CPU); // it would bring them back to where it is slow
      torch.set_autocast_enabled(DeviceType.CPU, false);
      try {
        return dotProduct(q.to(ScalarType.Float), k.to(ScalarType.Float), v.to(ScalarType.Float)).to(type);
      } finally {
        torch.set_autocast_enabled(DeviceType.CPU, mixed);
      }
    }
    return dotProduct(q, k, v);
  }

  private static Tensor dotProduct(Tensor q, Tensor k, Tensor v) {
    return torch.scaled_dot_product_attention(q, k, v, Optionals.NONE, 0, false, new DoubleOptional(), false);
  }

  /** {@code [..., tokens, channels]} seen as {@code [..., heads, tokens, channels / heads]}, without a copy. */
  public static Tensor split(Tensor x, long heads) {
    long[] s = x.shape();
    long[] shape = Arrays.copyOf(s, s.length + 1);
    shape[s.length - 1] = heads;
    shape[s.length] = s[s.length - 1] / heads;
    return x.view(shape).transpose(-3, -2);
  }

  /** The inverse of {@link #split}. */
  public static Tensor merge(Tensor x) {
    return x.transpose(-3, -2).flatten(-2, -1);
  }
}
