package dev.keylight.studio.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.light.LightJson;
import dev.keylight.light.LightSpec;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A light as a client asks for it: {@code {"said": "rembrandt"}} (words, never files), {@code {"upload": id}}, {@code {"sh":
 * [[r, g, b] × 9]}}, or {@code {"keyframes": [{"at", "said" or "sh"}], "path", "ease", "loop"}}.
 */
public final class LightRequest {
  private static final int MOST_KEYFRAMES = 200;
  private static final int LONGEST = 400;
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9:=,.*+# -]+");
  private static final Pattern LIKE_A_FILE = Pattern.compile("\\.\\s*[A-Za-z]");

  private LightRequest() {}

  /**
   * The light in words a worker understands.
   *
   * @param data the studio's folder; lights given as numbers are kept in {@code lights} there, equal ones under equal names
   * @throws BadInputException for anything else than the four forms
   */
  public static String said(JsonNode light, Uploads uploads, Path data) {
    if (light.has("upload")) {
      Upload upload = upload(light, uploads);
      return (upload.kind() == Upload.Kind.VIDEO ? "follow:" : "") + "@" + data.relativize(uploads.fileOf(upload));
    }
    if (light.has("said")) {
      return words(light.get("said"));
    }
    if (light.has("keyframes")) {
      return data.relativize(stored(keyframes(light), data.resolve("lights"))).toString();
    }
    if (light.has("sh")) {
      LightJson.read(light.toString(), "the light");
      ObjectNode plain = light.deepCopy();
      return data.relativize(stored(plain.retain("sh", "convention"), data.resolve("lights"))).toString();
    }
    throw new BadInputException("the light must have \"said\", \"upload\", \"sh\" or \"keyframes\"");
  }

  private static Upload upload(JsonNode light, Uploads uploads) {
    return uploads
        .find(light.get("upload").asText())
        .orElseThrow(() -> new BadInputException("the light's upload is not here any more; upload it again"));
  }

  /** Words that name a light without naming a file. */
  public static String words(JsonNode node) {
    String words = node.asText();
    if (!node.isTextual() || words.length() > LONGEST || !WORDS.matcher(words).matches()
        || LIKE_A_FILE.matcher(words).find() || !harmless(LightSpec.parse(words))) {
      throw new BadInputException(
          "the light must be a named light, dir:…, or a mix of these; files are uploaded and named by their id");
    }
    return words;
  }

  private static boolean harmless(LightSpec spec) {
    if (spec instanceof LightSpec.Named || spec instanceof LightSpec.Direction) {
      return true;
    }
    if (spec instanceof LightSpec.Turned turned) {
      return harmless(turned.base());
    }
    if (spec instanceof LightSpec.Mirrored mirrored) {
      return harmless(mirrored.base());
    }
    if (spec instanceof LightSpec.Rotating rotating) {
      return harmless(rotating.base());
    }
    return spec instanceof LightSpec.Mix mix && mix.shares().stream().allMatch(share -> harmless(share.light()));
  }

  private static ObjectNode keyframes(JsonNode light) {
    if (light.get("keyframes").size() > MOST_KEYFRAMES) {
      throw new BadInputException("the light has more than " + MOST_KEYFRAMES + " keyframes");
    }
    ObjectNode result = Specs.JSON.createObjectNode();
    double last = Double.NEGATIVE_INFINITY;
    for (JsonNode key : light.get("keyframes")) {
      double at = key.path("at").asDouble(Double.NaN);
      if (!(at > last) || !(at >= 0) || at > 3600) {
        throw new BadInputException("keyframes need rising times \"at\" in seconds, 0 to 3600");
      }
      last = at;
      ObjectNode one = result.withArray("keyframes").addObject().put("at", at);
      if (key.has("said")) {
        one.put("light", words(key.get("said")));
      } else {
        LightJson.read(key.toString(), "the keyframe at " + at + " s");
        one.set("sh", key.get("sh"));
      }
    }
    if (result.isEmpty()) {
      throw new BadInputException("the light has no keyframes");
    }
    for (String name : new String[] {"path", "ease"}) {
      if (light.has(name)) {
        String choice = light.get(name).asText();
        if (!choice.matches(name.equals("path") ? "fade|swing" : "smooth|linear|step")) {
          throw new BadInputException("the light's " + name + " is not one of those that exist");
        }
        result.put(name, choice);
      }
    }
    return result.put("loop", light.path("loop").asBoolean(false));
  }

  private static Path stored(JsonNode light, Path folder) {
    byte[] bytes = light.toString().getBytes(StandardCharsets.UTF_8);
    try {
      String name = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes), 0, 16);
      Path file = Files.createDirectories(folder).resolve(name + ".json");
      if (!Files.exists(file)) {
        Path part = Files.createTempFile(folder, "light", ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
      return file;
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new KeylightException("the light could not be stored: " + e.getMessage(), e);
    }
  }
}
