package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads a file through: its hash, its length, and what its note must say to be this content's, these options' and this
 * program's and its networks'. In the worker, because what is no plain file may never end, and because it is the worker's code that counts.
 */
final class HashItem implements ItemFunction {
  private final KeptPreparation preparation = new KeptPreparation();

  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    Path video = Path.of(item.get("video").asText());
    String hash = VideoPreparation.contentHash(video);
    String key = preparation.of(item.get("options")).key(hash);
    return JSON.createObjectNode().put("sha256", hash).put("key", key).put("bytes", Files.exists(video) ? Files.size(video) : 0);
  }

  @Override
  public void close() {
    preparation.close();
  }
}
