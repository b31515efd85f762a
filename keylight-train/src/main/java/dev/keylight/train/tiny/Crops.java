package dev.keylight.train.tiny;

import dev.keylight.lcvd.nn.Scope;
import dev.keylight.train.data.Clip;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Random crops of random pictures, every clip as likely as its length's root; a batch depends on its number alone. */
final class Crops {
  private final List<Clip> clips;
  private final int batch;
  private final int side;
  private final ColourJitter colours;
  private final long seed;
  private final double[] weights;

  /** @param side of the crops; clips that are smaller are taken whole */
  Crops(List<Clip> clips, int batch, int side, ColourJitter colours, long seed) {
    this.clips = clips;
    this.batch = batch;
    this.side = Math.min(side, clips.stream().mapToInt(Clip::side).min().orElseThrow());
    this.colours = colours;
    this.seed = seed;
    this.weights = clips.stream().mapToDouble(clip -> Math.sqrt(clip.frames())).toArray();
  }

  /** @return {@code [batch, 3, side, side]} in −1..1 */
  Tensor batch(long number) {
    SplittableRandom random = new SplittableRandom(seed * 7_919 + number);
    SplittableRandom paint = new SplittableRandom(seed * 15_485_863 + number);
    return Scope.keep(() -> {
      try (NoGradGuard guard = new NoGradGuard()) {
        Tensor[] crops = new Tensor[batch];
        for (int i = 0; i < batch; i++) {
          Clip clip = clips.get(Draw.index(weights, random.nextDouble()));
          int frame = random.nextInt(clip.frames());
          int room = clip.side() - side + 1;
          int top = random.nextInt(room);
          int left = random.nextInt(room);
          boolean flipped = random.nextBoolean();
          Tensor picture = cut(clip.pictures().narrow(0, frame, 1), top, left, flipped);
          Tensor matte = cut(clip.mattes().narrow(0, frame, 1), top, left, flipped).to(ScalarType.Float).div(new Scalar(255));
          crops[i] = colours.apply(Latents.pixels(picture).squeeze(0), matte, paint);
        }
        return torch.stack(new TensorVector(crops), 0);
      }
    });
  }

  /** @param pictures {@code [1, height, width, …]} */
  private Tensor cut(Tensor pictures, int top, int left, boolean flipped) {
    Tensor cut = pictures.narrow(1, top, side).narrow(2, left, side);
    return flipped ? cut.flip(2) : cut;
  }
}
