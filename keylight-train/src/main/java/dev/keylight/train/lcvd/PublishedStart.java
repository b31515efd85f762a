package dev.keylight.train.lcvd;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.TensorEntry;
import dev.keylight.lcvd.model.Condition;
import dev.keylight.lcvd.model.ModelFolder;
import dev.keylight.train.network.Initialiser;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * First values from a folder in the published layout: the UNet's from its file, and the adapters' from theirs where they are
 * there; adapters without a file start fresh, as zero functions.
 */
final class PublishedStart implements Initialiser {
  private final Map<String, Checkpoint> files = new HashMap<>();
  private final Initialiser fresh;

  PublishedStart(ModelFolder models, long seed) {
    this.fresh = Initialiser.fresh(seed);
    files.put("unet", models.unetFile());
    Map.of("head", Condition.LANDMARKS, "light", Condition.SHADING, "reference", Condition.REFERENCE)
        .forEach((name, condition) -> {
          try {
            files.put(name, models.adapterFile(condition));
          } catch (BadInputException e) {
            // not there: it starts fresh
          }
        });
  }

  @Override
  public Tensor first(String name, long... shape) {
    int dot = name.indexOf('.');
    Checkpoint file = files.get(name.substring(0, dot));
    if (file == null || name.contains(".lora_")) {
      return fresh.first(name, shape);
    }
    TensorEntry entry = file.entry(name.substring(dot + 1));
    if (entry == null || !Arrays.equals(entry.shape(), shape)) {
      throw new BadInputException(file.path() + " does not fit the model its config.json describes: "
          + name.substring(dot + 1) + " is " + (entry == null ? "missing" : Arrays.toString(entry.shape()))
          + ", expected " + Arrays.toString(shape));
    }
    return file.tensor(entry.name()).to(ScalarType.Float);
  }
}
