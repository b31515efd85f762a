package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.GroupNorm;
import dev.keylight.lcvd.nn.Layout;
import dev.keylight.lcvd.nn.Linear;
import dev.keylight.lcvd.nn.Memo;
import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.nn.Sinusoid;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Attention within each frame, then, with each frame's number added, across frames; blended and added to the input. */
final class SpatioTemporalTransformer {
  private final long channels;
  private final GroupNorm norm;
  private final Linear projectIn;
  private final TransformerBlock spatial;
  private final TransformerBlock temporal;
  private final TimestepEmbedding position;
  private final Blend blend;
  private final Linear projectOut;

  SpatioTemporalTransformer(Parameters p, long channels, long contextChannels, long heads) {
    this.channels = channels;
    norm = new GroupNorm(p.at("norm"), channels, 1e-6);
    projectIn = Linear.busy(p.at("proj_in"), channels, channels, true);
    spatial = new TransformerBlock(p.at("transformer_blocks", 0), channels, contextChannels, heads, false);
    temporal = new TransformerBlock(p.at("temporal_transformer_blocks", 0), channels, contextChannels, heads, true);
    position = new TimestepEmbedding(p.at("time_pos_embed"), channels, 4 * channels, channels);
    blend = new Blend(p.at("time_mixer"));
    projectOut = Linear.busy(p.at("proj_out"), channels, channels, true);
  }

  /**
   * @param x {@code [frames, channels, height, width]}
   * @param positions remembers the embedding of frame numbers, which depends on nothing but their count
   * @param film whether the pictures are frames of one clip; otherwise each is by itself
   */
  Tensor apply(Tensor x, ImageContext context, Memo positions, boolean film) {
    return Scope.keep(() -> {
      Tensor tokens = Scope.keep(() -> projectIn.apply(Layout.tokens(norm.apply(x))));
      Tensor s = spatial.apply(tokens, context);
      Tensor both = s;
      if (film) {
        Tensor t = Scope.keep(() -> temporal.apply(s.add(positions(x, positions)), context));
        both = blend.apply(s, t);
      }
      Tensor blended = projectOut.apply(both);
      return x.add(Layout.picture(blended, x.size(2), x.size(3)));
    });
  }

  private record FrameNumbers(SpatioTemporalTransformer of, long frames) {}

  /** {@code [frames, 1, channels]} */
  private Tensor positions(Tensor x, Memo memo) {
    long frames = x.size(0);
    return memo.get(new FrameNumbers(this, frames), () -> {
      Tensor numbers = torch.arange(new Scalar(frames), x.options());
      return position.apply(Sinusoid.of(numbers, channels).to(x.scalar_type())).unsqueeze(1);
    });
  }
}
