package dev.keylight.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.spark.store.Store;
import java.io.IOException;

/** The note that the preparation of a video leaves when its clips are there, on one machine and here alike. */
final class DoneNote {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Store out;
  private final Item item;

  DoneNote(Store out, Item item) {
    this.out = out;
    this.item = item;
  }

  /** The answer that the worker gave then, or null when it is not done, not whole, or without the shapes of the heads. */
  JsonNode read() throws IOException {
    byte[] content = out.read(item.note());
    if (content == null) {
      return null;
    }
    try {
      JsonNode note = JSON.readTree(content);
      if (!note.path("key").asText().equals(item.key()) || !note.path("shapes").isObject()) {
        return null;
      }
      for (JsonNode row : note.path("rows")) {
        if (!row.hasNonNull("rejected") && !out.exists("clips/" + row.path("clip").asText() + ".safetensors")) {
          return null;
        }
      }
      ObjectNode answer = JSON.createObjectNode();
      answer.set("note", note);
      return answer;
    } catch (JsonProcessingException e) {
      return null; // cut off: done again
    }
  }
}
