package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file through: its hash and its length. In the worker, because what is no plain file may never end. */
final class HashItem implements ItemFunction {
  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    Path video = Path.of(item.get("video").asText());
    String hash = VideoPreparation.contentHash(video);
    return JSON.createObjectNode().put("sha256", hash).put("bytes", Files.exists(video) ? Files.size(video) : 0);
  }
}
