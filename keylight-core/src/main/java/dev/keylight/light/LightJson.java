package dev.keylight.light;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lights as JSON: {@code {"sh": [[r, g, b] × 9], "convention": "deca"}}, or over time {@code {"keyframes": [{"at": 0,
 * "light": "rembrandt"}, {"at": 2.5, "sh": [...]}], "path": "fade" | "swing", "ease": "smooth" | "linear" | "step",
 * "loop": false}}, where {@code light} is anything the command's {@code --light} takes that stands still.
 */
public final class LightJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONVENTION = "deca";

  private LightJson() {}

  public static String write(SphericalHarmonics light) {
    StringBuilder json = new StringBuilder("{\"sh\": [");
    for (int band = 0; band < SphericalHarmonics.BANDS; band++) {
      json.append(band == 0 ? "\n  [" : ",\n  [");
      for (int channel = 0; channel < 3; channel++) {
        json.append(channel == 0 ? "" : ", ").append(String.format(Locale.ROOT, "%.7g", light.get(band, channel)));
      }
      json.append(']');
    }
    return json.append("\n], \"convention\": \"" + CONVENTION + "\"}\n").toString();
  }

  /** Reads a light that stands still. */
  public static SphericalHarmonics read(String json, String origin) {
    return harmonics(tree(json, origin), origin);
  }

  /** Whether a file holds keyframes. */
  static boolean moves(Path file) {
    return tree(file).has("keyframes");
  }

  /** Reads a file of either form. */
  static Lighting read(Path file, LightFiles files) {
    JsonNode tree = tree(file);
    return tree.has("keyframes")
        ? keyframes(tree, file, files)
        : Lighting.constant(harmonics(tree, file.toString()));
  }

  private static JsonNode tree(Path file) {
    try {
      return tree(Files.readString(file), file.toString());
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read as a light: it is not UTF-8 text or may not be opened", e);
    }
  }

  private static JsonNode tree(String json, String origin) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new BadInputException(
          origin + " is not JSON (line " + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ")", e);
    }
    throw new BadInputException(origin + " must hold a JSON object such as {\"sh\": [[r, g, b] × 9]}");
  }

  private static SphericalHarmonics harmonics(JsonNode tree, String origin) {
    JsonNode rows = tree.path("sh");
    if (!rows.isArray() || rows.size() != SphericalHarmonics.BANDS) {
      throw new BadInputException(
          origin + " must have \"sh\" with 9 rows of [r, g, b], found " + (rows.isArray() ? rows.size() + " rows" : "none"));
    }
    String convention = tree.path("convention").asText(CONVENTION);
    if (!convention.equals(CONVENTION)) {
      throw new BadInputException(origin + " has light in the convention \"" + convention + "\"; only \"deca\" is known");
    }
    float[] coefficients = new float[3 * SphericalHarmonics.BANDS];
    for (int band = 0; band < rows.size(); band++) {
      for (int channel = 0; channel < 3; channel++) {
        JsonNode value = rows.get(band).path(channel);
        if (rows.get(band).size() != 3 || !value.isNumber() || !Float.isFinite(value.floatValue())) {
          throw new BadInputException(origin + ": row " + band + " of \"sh\" must be three numbers, found " + rows.get(band));
        }
        coefficients[3 * band + channel] = value.floatValue();
      }
    }
    return new SphericalHarmonics(coefficients);
  }

  private static Lighting keyframes(JsonNode tree, Path file, LightFiles files) {
    List<KeyframedLight.Key> keys = new ArrayList<>();
    for (JsonNode key : tree.get("keyframes")) {
      String where = file + ", keyframe " + keys.size();
      if (!key.path("at").isNumber() || key.has("light") == key.has("sh")) {
        throw new BadInputException(where + " must have \"at\" in seconds and either \"light\" or \"sh\"");
      }
      double at = key.get("at").doubleValue();
      if (!keys.isEmpty() && !(at > keys.get(keys.size() - 1).seconds())) {
        throw new BadInputException(where + " is at " + at + " s, which is not later than the one before");
      }
      keys.add(new KeyframedLight.Key(at, key.has("sh") ? harmonics(key, where) : still(key.get("light").asText(), where, files)));
    }
    if (keys.isEmpty()) {
      throw new BadInputException(file + " has no keyframes");
    }
    return new KeyframedLight(
        keys,
        choice(KeyframedLight.Path.class, tree, "path", "fade", file),
        choice(KeyframedLight.Ease.class, tree, "ease", "smooth", file),
        tree.path("loop").asBoolean(false));
  }

  private static SphericalHarmonics still(String text, String where, LightFiles files) {
    LightSpec spec = LightSpec.parse(text);
    if (spec.moves()) {
      throw new BadInputException(where + ": \"" + text + "\" moves; a keyframe's light must stand still");
    }
    return spec.resolve(files).at(0);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, JsonNode tree, String name, String otherwise, Path file) {
    String text = tree.path(name).asText(otherwise);
    for (E value : type.getEnumConstants()) {
      if (value.name().equalsIgnoreCase(text)) {
        return value;
      }
    }
    List<String> known = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      known.add(value.name().toLowerCase(Locale.ROOT));
    }
    throw new BadInputException(file + ": \"" + name + "\" is \"" + text + "\", expected one of " + String.join(", ", known));
  }
}
