package dev.keylight.train.tiny;

import dev.keylight.media.Frame;
import dev.keylight.train.data.Frames;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The tensors of a batch of pairs; they belong to the scope they were made in.
 *
 * @param clean the targets' latents, {@code [n, channels, h, w]}
 * @param background the sources' latents where the person is not
 * @param person how much of each latent of the target is the person, {@code [n, 1, h, w]}
 * @param reference relit and warped frames, {@code [n, 3, height, width]} in −1..1
 * @param hint the targets' shading, 0..1
 */
record Batch(Tensor clean, Tensor background, Tensor person, Tensor reference, Tensor hint) {

  static Batch of(List<PairMaker.Pair> pairs, List<Excerpt> clips, Latents latents, int scale) {
    Tensor clean = stack(pairs, pair -> latents.of(pair.clip(), pair.target()));
    Tensor sources = stack(pairs, pair -> latents.of(pair.clip(), pair.source()));
    Tensor sourceMattes = stack(pairs, pair -> matte(clips.get(pair.clip()), pair.source()));
    Tensor targetMattes = stack(pairs, pair -> matte(clips.get(pair.clip()), pair.target()));
    Tensor free = elsewhere(sourceMattes.unsqueeze(1).to(ScalarType.Float).div(new Scalar(255)), scale);
    Tensor person = torch.avg_pool2d(targetMattes.unsqueeze(1).to(ScalarType.Float).div(new Scalar(255)), scale, scale);
    Tensor reference = pictures(pairs, PairMaker.Pair::reference).mul(new Scalar(2)).sub(new Scalar(1));
    return new Batch(clean, sources.mul(free), person, reference, pictures(pairs, PairMaker.Pair::hint));
  }

  private static Tensor matte(Excerpt excerpt, int k) {
    return excerpt.clip().mattes().select(0, excerpt.frame(k));
  }

  /**
   * 1 where a latent sees nothing of the person, else 0.
   *
   * @param matte {@code [n, 1, height, width]} in 0..1
   */
  static Tensor elsewhere(Tensor matte, int scale) {
    return torch.max_pool2d(matte, scale, scale).lt(new Scalar(0.5)).to(ScalarType.Float);
  }

  private static Tensor stack(List<PairMaker.Pair> pairs, Function<PairMaker.Pair, Tensor> each) {
    return torch.stack(new TensorVector(pairs.stream().map(each).toArray(Tensor[]::new)), 0);
  }

  private static Tensor pictures(List<PairMaker.Pair> pairs, Function<PairMaker.Pair, Frame> each) {
    return stack(pairs, pair -> Frames.tensor(each.apply(pair)).div(new Scalar(255)).permute(2, 0, 1));
  }
}
