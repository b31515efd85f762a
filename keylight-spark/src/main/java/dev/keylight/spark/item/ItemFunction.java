package dev.keylight.spark.item;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;

/** Something that is done for one item. */
interface ItemFunction extends AutoCloseable {
  ObjectMapper JSON = new ObjectMapper();

  /**
   * Does it.
   *
   * @param item its description
   * @param stage folder that takes what is made; what was made before may lie in it already
   * @return facts; {@code files} names what is to be published, relative to the stage, in the order in which it must appear
   * @throws dev.keylight.KeylightException with a sentence for the user
   */
  ObjectNode run(JsonNode item, Path stage) throws IOException;

  /** Gives back what was kept open between items. */
  @Override
  default void close() {}
}
