package dev.keylight.train.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads YAML into records: what the file does not say stays as the defaults have it, and unknown keys are refused. */
public final class ConfigFile {
  private static final ObjectMapper YAML =
      YAMLMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private ConfigFile() {}

  /**
   * @param defaults a value for every key
   * @throws BadInputException when the file is missing, no YAML, or has a key or a value that is not known
   */
  public static <T extends Record> T read(Path file, T defaults) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("the configuration " + file + " is not there");
    }
    try {
      return merged(file, YAML.readTree(file.toFile()), defaults);
    } catch (IOException e) {
      String reason = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
      throw new BadInputException(file + " cannot be used: " + reason.lines().findFirst().orElse("it is no YAML"), e);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Record> T merged(Path file, JsonNode said, T defaults) throws JsonProcessingException {
    ObjectNode all = YAML.valueToTree(defaults);
    merge(file, "", said, all);
    return (T) YAML.treeToValue(all, defaults.getClass());
  }

  private static void merge(Path file, String path, JsonNode said, ObjectNode all) {
    if (said == null || said.isMissingNode() || said.isNull()) {
      return;
    }
    if (!said.isObject()) {
      throw new BadInputException(file + " has " + said + " where keys were expected" + (path.isEmpty() ? "" : ", at " + path));
    }
    for (Map.Entry<String, JsonNode> entry : said.properties()) {
      String key = entry.getKey();
      if (!all.has(key)) {
        List<String> known = new ArrayList<>();
        all.fieldNames().forEachRemaining(known::add);
        throw new BadInputException(file + " has the unknown key " + path + key + "; known are " + String.join(", ", known));
      }
      if (all.get(key).isObject()) {
        merge(file, path + key + ".", entry.getValue(), (ObjectNode) all.get(key));
      } else {
        all.set(key, entry.getValue());
      }
    }
  }

  /** The whole configuration, defaults included, as it should be kept beside a run. */
  public static String text(Record config) {
    try {
      return YAML.writeValueAsString(config);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The kind of model a configuration is of, which decides its defaults; {@code lcvd} when it does not say. */
  public static String model(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("the configuration " + file + " is not there");
    }
    try {
      return YAML.readTree(file.toFile()).path("model").asText("lcvd");
    } catch (IOException e) {
      throw new BadInputException(file + " is not valid YAML: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }
}
