package dev.keylight.lcvd.unet;

import dev.keylight.lcvd.nn.Memo;
import org.bytedeco.pytorch.Tensor;

/**
 * What all blocks of one pass through the network share, and how it runs them.
 *
 * @param level how noisy the latents are
 * @param context what the cross-attentions look at
 * @param positions remembers the embeddings of frame numbers
 * @param segments runs the blocks
 * @param film whether the pictures are frames of one clip
 */
record Pass(NoiseLevel level, ImageContext context, Memo positions, Segments segments, boolean film) {
  Tensor through(SpatioTemporalResBlock block, Tensor x) {
    if (segments == Segments.DIRECT) {
      return block.apply(x, level, film);
    }
    return segments.run(in -> block.apply(in[0], NoiseLevel.of(in[1]), film), x, level.activated());
  }

  Tensor through(SpatioTemporalTransformer block, Tensor x) {
    return segments.run(in -> block.apply(in[0], context, positions, film), x);
  }
}
