package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.spark.child.WorkerSetup;
import dev.keylight.spark.store.Store;
import java.io.IOException;

/** What is remembered of an item that failed, so that a rerun does not wait for a hanging clip again. */
final class FailureNote {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Store out;
  private final String file;
  private final String key;

  /** The note counts for the same content, the same options and the same limits. */
  FailureNote(Store out, Item item, WorkerSetup setup) {
    this.out = out;
    this.file = "failed/" + item.name() + ".json";
    this.key = item.work() + " " + item.key() + " within " + setup.seconds() + " s, " + setup.megabytes() + " MB";
  }

  /** Why it failed, or null. */
  String read() throws IOException {
    byte[] content = out.read(file);
    if (content == null) {
      return null;
    }
    JsonNode note = JSON.readTree(content);
    return key.equals(note.path("key").asText()) ? note.path("reason").asText() : null;
  }

  void write(String reason) throws IOException {
    out.publish(JSON.writeValueAsBytes(JSON.createObjectNode().put("key", key).put("reason", reason)), file);
  }
}
