package dev.keylight.studio.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import java.util.Map;

/** Options as clients give them: as much as they like, over the defaults, and nothing that does not exist. */
public final class Specs {
  static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Specs() {}

  /**
   * A record whose defaults are changed by what was given.
   *
   * @param where for messages, such as {@code options}
   * @throws BadInputException for unknown names and values out of range
   */
  public static <T> T over(T defaults, JsonNode given, Class<T> type, String where) {
    ObjectNode tree = JSON.valueToTree(defaults);
    if (given != null && !given.isNull()) {
      merge(tree, given, where);
    }
    try {
      return JSON.treeToValue(tree, type);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BadInputException(where + ": " + cause.getMessage(), e);
    } catch (JsonProcessingException e) {
      throw new BadInputException(where + " has a value of the wrong kind", e);
    }
  }

  private static void merge(ObjectNode into, JsonNode given, String where) {
    if (!given.isObject()) {
      throw new BadInputException(where + " must be a JSON object");
    }
    for (Map.Entry<String, JsonNode> entry : given.properties()) {
      String name = entry.getKey();
      JsonNode known = into.get(name);
      if (known == null) {
        throw new BadInputException(where + " has no \"" + clean(name) + "\"; see /openapi.json for what there is");
      }
      if (known.isObject() && entry.getValue().isObject()) {
        merge((ObjectNode) known, entry.getValue(), where + "." + name);
      } else {
        into.set(name, entry.getValue());
      }
    }
  }

  private static String clean(String name) {
    String printable = name.replaceAll("[^\\w.-]", "?");
    return printable.substring(0, Math.min(40, printable.length()));
  }
}
