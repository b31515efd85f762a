package dev.keylight.lcvd.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A {@code config.json} as published beside the weights. Values that are absent have diffusers' defaults. */
public final class ModelConfig {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path path;
  private final JsonNode root;

  private ModelConfig(Path path, JsonNode root) {
    this.path = path;
    this.root = root;
  }

  /** @throws BadInputException when the file is missing or not a JSON object */
  public static ModelConfig read(Path path) {
    if (!Files.isRegularFile(path)) {
      throw new BadInputException(path + " is not there; see keylight weights list for what goes where");
    }
    try {
      JsonNode root = JSON.readTree(path.toFile());
      if (!root.isObject()) {
        throw new BadInputException(path + " is not a JSON object");
      }
      return new ModelConfig(path, root);
    } catch (IOException e) {
      throw new BadInputException(path + " is not valid JSON", e);
    }
  }

  /** A number; {@code fallback} when absent. */
  public double number(String name, double fallback) {
    JsonNode node = root.path(name);
    return node.isNumber() ? node.asDouble() : absent(name, node, fallback);
  }

  /** A whole positive number; {@code fallback} when absent. */
  public int whole(String name, int fallback) {
    double value = number(name, fallback);
    if (value != Math.rint(value) || value < 1 || value > 1 << 20) {
      throw new BadInputException(path + " has " + name + " = " + value + ", expected a positive whole number");
    }
    return (int) value;
  }

  public String text(String name, String fallback) {
    JsonNode node = root.path(name);
    return node.isTextual() ? node.asText() : absent(name, node, fallback);
  }

  public boolean flag(String name, boolean fallback) {
    JsonNode node = root.path(name);
    return node.isBoolean() ? node.asBoolean() : absent(name, node, fallback);
  }

  /** A list of whole positive numbers; one number stands for {@code count} equal ones. */
  public int[] wholes(String name, int count, int... fallback) {
    JsonNode node = root.path(name);
    int[] values = new int[count];
    if (node.isNumber()) {
      Arrays.fill(values, whole(name, 1));
      return values;
    }
    if (!node.isArray()) {
      return absent(name, node, fallback);
    }
    if (node.size() != count) {
      throw new BadInputException(path + " has " + node.size() + " values of " + name + ", expected " + count);
    }
    for (int i = 0; i < count; i++) {
      values[i] = node.get(i).asInt(0);
      if (values[i] < 1) {
        throw new BadInputException(path + " has the value " + node.get(i) + " in " + name + ", expected positive numbers");
      }
    }
    return values;
  }

  /** A list of numbers of any length. */
  public float[] numbers(String name, float... fallback) {
    JsonNode node = root.path(name);
    if (!node.isArray()) {
      return absent(name, node, fallback);
    }
    float[] values = new float[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) node.get(i).asDouble();
    }
    return values;
  }

  /** A list of names. */
  public String[] names(String name, String... fallback) {
    JsonNode node = root.path(name);
    if (!node.isArray()) {
      return absent(name, node, fallback);
    }
    String[] values = new String[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = node.get(i).asText();
    }
    return values;
  }

  /** The error for a model this code does not know. */
  public BadInputException unsupported(String what) {
    return new BadInputException(path + " describes " + what + ", which this model does not have");
  }

  private <T> T absent(String name, JsonNode node, T fallback) {
    if (node.isMissingNode() || node.isNull()) {
      return fallback;
    }
    throw new BadInputException(path + " has an unexpected value of " + name + ": " + node);
  }
}
