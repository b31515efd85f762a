package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One video to its clips, by {@link VideoPreparation} as on one machine. */
final class PrepareItem implements ItemFunction {
  private final KeptPreparation preparation = new KeptPreparation();

  @Override
  public ObjectNode run(JsonNode item, Path stage) throws IOException {
    String source = item.get("source").asText();
    Files.createDirectories(stage.resolve("clips"));
    Files.createDirectories(stage.resolve("done"));
    VideoPreparation.Note note =
        preparation.of(item.get("options")).once(stage, Path.of(item.get("video").asText()), source, item.get("sha256").asText());
    ObjectNode facts = JSON.createObjectNode();
    facts.set("note", JSON.valueToTree(note));
    ArrayNode files = facts.putArray("files");
    note.shapes().keySet().forEach(clip -> files.add(stage.relativize(Dataset.file(stage, clip)).toString()));
    files.add("done/" + VideoPreparation.nameOf(source) + ".json");
    return facts;
  }

  @Override
  public void close() {
    preparation.close();
  }
}
