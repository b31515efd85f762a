package dev.keylight.train.tiny;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.tiny.TinyNetworks;
import dev.keylight.train.network.Initialiser;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * First values for training on sequences: everything that looks at one picture is what it was trained to be, and the layers over
 * time are fresh but for the last of each branch, and for the frame numbers, which are zero. So they change nothing at first,
 * exactly, and still learn from the first step (AnimateDiff, Guo et al. 2024, section 4.2).
 */
final class TimeStart implements Initialiser {
  /** What comes last in each branch of a temporal transformer block; fresh weights end the residual blocks in zeros already. */
  private static final Predicate<String> LAST = Pattern.compile(
      "temporal_transformer_blocks\\.\\d+\\.(ff_in|ff)\\.net\\.2\\.weight$"
          + "|temporal_transformer_blocks\\.\\d+\\.attn[12]\\.to_out\\.0\\.weight$"
          + "|time_pos_embed\\.linear_2\\.weight$").asPredicate();

  private final Map<String, Checkpoint> files;
  private final Initialiser fresh;

  /** @param pictures where the weights of the picture model are */
  TimeStart(TinyFolder pictures, long seed) {
    this.files = Map.of("unet", Checkpoint.open(pictures.unet()), "light", Checkpoint.open(pictures.light()),
        "reference", Checkpoint.open(pictures.reference()));
    this.fresh = Initialiser.fresh(seed);
  }

  @Override
  public Tensor first(String name, long... shape) {
    if (TinyNetworks.overTime(name)) {
      Tensor tensor = fresh.first(name, shape);
      return LAST.test(name) ? torch.zeros_like(tensor) : tensor;
    }
    String part = name.substring(0, name.indexOf('.'));
    return Initialiser.from(files.get(part), part).first(name, shape);
  }
}
