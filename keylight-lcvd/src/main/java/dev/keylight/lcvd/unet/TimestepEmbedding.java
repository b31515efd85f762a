package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Linear;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Two linear layers with a SiLU between them, from a sinusoid to an embedding. */
final class TimestepEmbedding {
  private final Linear first;
  private final Linear second;

  TimestepEmbedding(Parameters p, long in, long inner, long out) {
    this.first = new Linear(p.at("linear_1"), in, inner);
    this.second = new Linear(p.at("linear_2"), inner, out);
  }

  Tensor apply(Tensor x) {
    return second.apply(torch.silu(first.apply(x)));
  }
}
