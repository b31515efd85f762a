package dev.keylight.train.lcvd;

import dev.keylight.lcvd.nn.Scope;
import dev.keylight.media.Frame;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.ClipMaps;
import dev.keylight.train.data.Frames;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What the networks see of a clip: the reference, which is any frame, and then frames at a steady distance (spec §8.2). All
 * pictures in one order: {@code indices[0]} is the reference.
 *
 * @param clip it is from
 * @param indices frame numbers in the clip
 */
public record Sequence(Clip clip, int[] indices) {
  /** Every how many pixels a mask is looked at: the latents' size. */
  private static final int SCALE = 8;

  /**
   * Draws a sequence. Where the clip is shorter than asked, frames stand nearer to each other, or are repeated.
   *
   * @param frames of the sequence, the reference included
   * @param rate frames of the clip from one to the next
   */
  public static Sequence draw(Clip clip, int frames, int rate, RandomGenerator random) {
    int span = Math.min(clip.frames(), (frames - 1) * rate + 1);
    int start = random.nextInt(clip.frames() - span + 1);
    int[] indices = new int[frames];
    indices[0] = random.nextInt(clip.frames());
    for (int i = 1; i < frames; i++) {
      // numpy's linspace over the span, cut to whole numbers; its first place is taken by the reference
      indices[i] = start + (frames == 1 ? 0 : (int) ((double) i * (span - 1) / (frames - 1)));
    }
    return new Sequence(clip, indices);
  }

  /** Pictures in −1..1, {@code [frames, 3, side, side]}. */
  Tensor pictures() {
    return Scope.keep(() -> stack(i -> clip.pictures().select(0, i)).to(ScalarType.Float).div(new Scalar(127.5))
        .sub(new Scalar(1)).permute(0, 3, 1, 2));
  }

  /** 1 where the person is, at the size of the latents, {@code [frames, 1, side / 8, side / 8]}; nearest, not averaged. */
  Tensor person() {
    return Scope.keep(() -> {
      Tensor all = stack(i -> clip.mattes().select(0, i)).unsqueeze(1);
      Tensor thinned = thinned(thinned(all, 2), 3);
      return thinned.gt(new Scalar(127)).to(ScalarType.Float);
    });
  }

  private static Tensor thinned(Tensor x, long dimension) {
    return x.slice(dimension, new LongOptional(0), new LongOptional(x.size(dimension)), SCALE);
  }

  /** The landmark maps in 0..1, {@code [frames, 3, side, side]}. */
  Tensor landmarks() {
    return drawn(new ClipMaps(clip)::landmarks);
  }

  /** The shading of each frame under its own light, the same form. */
  Tensor shading() {
    return drawn(new ClipMaps(clip)::shading);
  }

  private Tensor drawn(IntFunction<Frame> picture) {
    return Scope.keep(() -> stack(i -> {
      try (Frame frame = picture.apply(i)) {
        return Frames.tensor(frame);
      }
    }).div(new Scalar(255)).permute(0, 3, 1, 2));
  }

  private Tensor stack(IntFunction<Tensor> each) {
    Tensor[] rows = new Tensor[indices.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = each.apply(indices[i]);
    }
    return torch.stack(new TensorVector(rows), 0);
  }
}
