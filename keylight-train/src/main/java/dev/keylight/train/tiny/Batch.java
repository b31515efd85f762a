package dev.keylight.train.tiny;

import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.lcvd.vae.Autoencoder;
import dev.keylight.media.Frame;
import dev.keylight.train.data.Frames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Pairs as the network sees them; of one pair or of many, along the first axis.
 *
 * @param clean the targets' latents, {@code [n, channels, h, w]}
 * @param background the sources' latents where the person is not
 * @param person how much of each latent of the target is the person, {@code [n, 1, h, w]}
 * @param reference latents of the relit and warped frames
 * @param hint the targets' shading, {@code [n, 3, height, width]} in 0..1
 */
record Batch(Tensor clean, Tensor background, Tensor person, Tensor reference, Tensor hint) {

  /** Latents {@code [channels, height, width]} of the frames of excerpts. */
  @FunctionalInterface
  interface Coded {
    Tensor of(int clip, int frame);
  }

  /**
   * Codes pairs of one source frame and closes their frames; the tensors belong to nobody's scope and live until
   * {@link #free}.
   */
  static Batch coded(List<PairMaker.Pair> pairs, List<Excerpt> clips, Coded latents, Autoencoder autoencoder) {
    try (NoGradGuard guard = new NoGradGuard()) {
      int scale = autoencoder.config().scale();
      Batch batch = new Batch(
          Scope.lasting(() -> stack(pairs, pair -> pair.made().map(made -> coded(made, autoencoder))
              .orElseGet(() -> latents.of(pair.clip(), pair.target())))),
          Scope.lasting(() -> {
            List<PairMaker.Pair> first = pairs.subList(0, 1);
            Tensor one = stack(first, pair -> latents.of(pair.clip(), pair.source()))
                .mul(TinyNetworks.elsewhere(mattes(first, clips, PairMaker.Pair::source), scale));
            return one.repeat(pairs.size(), 1, 1, 1);
          }),
          Scope.lasting(() -> torch.avg_pool2d(mattes(pairs, clips, PairMaker.Pair::target), scale, scale)),
          Scope.lasting(() -> stack(pairs, pair -> coded(pair.reference(), autoencoder))),
          Scope.lasting(() -> stack(pairs, pair -> Frames.tensor(pair.hint()).div(new Scalar(255)).permute(2, 0, 1))));
      for (PairMaker.Pair pair : pairs) {
        pair.reference().close();
        pair.hint().close();
        pair.made().ifPresent(Frame::close);
      }
      return batch;
    }
  }

  /** Some rows of several batches: row {@code k} of the whole is row {@code k % group} of batch {@code k / group}. */
  static Batch of(List<Batch> groups, int group, int[] rows) {
    return new Batch(rows(groups, group, rows, Batch::clean), rows(groups, group, rows, Batch::background),
        rows(groups, group, rows, Batch::person), rows(groups, group, rows, Batch::reference),
        rows(groups, group, rows, Batch::hint));
  }

  private static Tensor rows(List<Batch> groups, int group, int[] rows, Function<Batch, Tensor> part) {
    List<Tensor> chosen = new ArrayList<>();
    for (int row : rows) {
      chosen.add(part.apply(groups.get(row / group)).select(0, row % group));
    }
    return torch.stack(new TensorVector(chosen.toArray(Tensor[]::new)), 0);
  }

  /** A frame of an excerpt, coded when it is asked for. */
  static Tensor coded(Excerpt excerpt, int frame, Autoencoder autoencoder) {
    Tensor bytes = excerpt.clip().pictures().narrow(0, excerpt.frame(frame), 1);
    return Scope.keep(() -> autoencoder.encodeMode(Latents.pixels(bytes)).squeeze(0).contiguous());
  }

  private static Tensor coded(Frame frame, Autoencoder autoencoder) {
    return Scope.keep(() -> autoencoder.encodeMode(
        Frames.tensor(frame).div(new Scalar(127.5)).sub(new Scalar(1)).permute(2, 0, 1).unsqueeze(0)).squeeze(0).contiguous());
  }

  private static Tensor mattes(List<PairMaker.Pair> pairs, List<Excerpt> clips, Function<PairMaker.Pair, Integer> frame) {
    return stack(pairs, pair -> {
      Excerpt excerpt = clips.get(pair.clip());
      return excerpt.clip().mattes().select(0, excerpt.frame(frame.apply(pair)));
    }).unsqueeze(1).to(ScalarType.Float).div(new Scalar(255));
  }

  private static Tensor stack(List<PairMaker.Pair> pairs, Function<PairMaker.Pair, Tensor> each) {
    return torch.stack(new TensorVector(pairs.stream().map(each).toArray(Tensor[]::new)), 0);
  }

  /** Frees what {@link #coded} made. */
  void free() {
    List.of(clean, background, person, reference, hint).forEach(Scope::free);
  }
}
