package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.train.prepare.PrepareOptions;
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;

/** The preparation of the last item, kept with its open networks while the options stay the same. */
final class KeptPreparation implements AutoCloseable {
  private JsonNode said;
  private VideoPreparation kept;

  /** The one for these options. */
  VideoPreparation of(JsonNode options) throws IOException {
    if (!options.equals(said)) {
      close();
      kept = new VideoPreparation(ItemFunction.JSON.treeToValue(options, PrepareOptions.class));
      said = options;
    }
    return kept;
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
      said = null;
    }
  }
}
