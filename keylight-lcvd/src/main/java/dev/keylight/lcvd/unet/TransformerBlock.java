package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.FeedForward;
import dev.keylight.lcvd.nn.Fresh;
import dev.keylight.lcvd.nn.LayerNorm;
import dev.keylight.lcvd.nn.MultiHeadAttention;
import dev.keylight.lcvd.nn.Scope;
import org.bytedeco.pytorch.Tensor;

/**
 * Self-attention, a look at the image, a feed-forward layer, each added to its input. The temporal kind attends across
 * frames and starts with one more feed-forward layer.
 */
final class TransformerBlock {
  private static final double EPSILON = 1e-5;

  private final LayerNorm normIn;
  private final FeedForward feedForwardIn;
  private final LayerNorm norm1;
  private final MultiHeadAttention self;
  private final LayerNorm norm2;
  private final MultiHeadAttention cross;
  private final LayerNorm norm3;
  private final FeedForward feedForward;

  TransformerBlock(Parameters p, long channels, long contextChannels, long heads, boolean temporal) {
    normIn = temporal ? new LayerNorm(p.at("norm_in"), channels, EPSILON) : null;
    feedForwardIn = temporal ? new FeedForward(p.at("ff_in"), channels) : null;
    norm1 = new LayerNorm(p.at("norm1"), channels, EPSILON);
    self = MultiHeadAttention.self(p.at("attn1"), channels, heads);
    norm2 = new LayerNorm(p.at("norm2"), channels, EPSILON);
    cross = new MultiHeadAttention(p.at("attn2"), channels, contextChannels, heads);
    norm3 = new LayerNorm(p.at("norm3"), channels, EPSILON);
    feedForward = new FeedForward(p.at("ff"), channels);
  }

  /** @param x {@code [frames, places, channels]} */
  Tensor apply(Tensor x, ImageContext context) {
    return Scope.keep(() -> {
      Tensor entered = feedForwardIn == null ? x : Scope.keep(() -> Fresh.plus(feedForwardIn.apply(normIn.apply(x)), x));
      Tensor attended = Scope.keep(() -> Fresh.plus(attend(norm1.apply(entered)), entered));
      Tensor informed = context.attend(attended, norm2, cross);
      return Fresh.plus(feedForward.apply(norm3.apply(informed)), informed);
    });
  }

  private Tensor attend(Tensor normed) {
    return feedForwardIn == null ? self.apply(normed, normed) : self.acrossFrames(normed);
  }
}
