package dev.keylight.eval.study;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.keylight.BadInputException;
import dev.keylight.eval.report.Html;
import dev.keylight.pipeline.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Makes the page of a study, with everything in it, and its key. */
public final class StudyPage {
  private static final Map<String, String> TYPES =
      Map.of("mp4", "video/mp4", "webm", "video/webm", "mov", "video/quicktime", "png", "image/png", "jpg", "image/jpeg", "jpeg", "image/jpeg", "webp", "image/webp");
  /** A page larger than this is no pleasure to send or open. */
  private static final long MOST_BYTES = 400L << 20;

  private StudyPage() {}

  /**
   * One thing to be judged: the results of several methods side by side, under what they were made from.
   *
   * @param clip which case
   * @param shown what everyone may see: source, driver, light, by name; files that browsers show, taken as they are
   * @param results by method; their pictures only, see {@link BlindedResult}
   */
  public record Sheet(String clip, Map<String, Path> shown, Map<String, Path> results) {}

  /**
   * Writes {@code page} and, beside it, its {@code .key.json}.
   *
   * @param seed decides codes and order; keep it to make the same page again
   * @return the key's file
   * @throws BadInputException when there is nothing to compare, a result cannot be read or another file cannot be shown in a browser
   */
  public static Path write(Path page, String title, List<Sheet> sheets, long seed) {
    if (sheets.isEmpty()) {
      throw new BadInputException("there is nothing to ask about; no clip has results of the methods named");
    }
    Random random = new Random(seed);
    Map<String, StudyKey.Item> items = new TreeMap<>();
    MessageDigest digest = sha256();
    List<Map<String, Object>> shown = new ArrayList<>();
    long bytes = 0;
    List<Sheet> shuffled = new ArrayList<>(sheets);
    Collections.shuffle(shuffled, random);
    for (Sheet sheet : shuffled) {
      List<Map.Entry<String, Path>> results = new ArrayList<>(sheet.results().entrySet());
      Collections.shuffle(results, random);
      List<Map<String, String>> blinded = new ArrayList<>();
      for (Map.Entry<String, Path> result : results) {
        String code = code(random, items);
        items.put(code, new StudyKey.Item(result.getKey(), sheet.clip()));
        digest.update(code.getBytes(StandardCharsets.UTF_8));
        BlindedResult shownAs = BlindedResult.of(result.getValue());
        blinded.add(Map.of("code", code, "data", data(shownAs.type(), shownAs.content(), digest)));
      }
      List<Map<String, String>> given = new ArrayList<>();
      for (Map.Entry<String, Path> file : sheet.shown().entrySet()) {
        given.add(new TreeMap<>(Map.of("name", file.getKey(), "data", data(file.getValue(), digest))));
      }
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("given", given);
      entry.put("results", blinded.stream().map(TreeMap::new).toList());
      shown.add(entry);
      bytes += blinded.stream().mapToLong(result -> result.get("data").length()).sum();
      if (bytes > MOST_BYTES) {
        throw new BadInputException("the page would have more than 400 MB; ask about fewer clips or make the videos smaller");
      }
    }
    String study = HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    write(page, title, study, shown);
    Path key = keyOf(page);
    WholeFile.write(key, json(new StudyKey(study, items), true));
    return key;
  }

  /** Where the key of a page stands. */
  public static Path keyOf(Path page) {
    return page.resolveSibling(page.getFileName().toString().replaceAll("\\.html?$", "") + ".key.json");
  }

  private static void write(Path page, String title, String study, List<Map<String, Object>> shown) {
    List<Map<String, String>> questions = new ArrayList<>();
    for (Question question : Question.values()) {
      questions.add(new TreeMap<>(Map.of("id", question.name(), "title", question.title(), "words", question.words())));
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("study", study);
    content.put("questions", questions);
    content.put("sheets", shown);
    // In a script element nothing may look like its end.
    String script = new String(json(content, false), StandardCharsets.UTF_8).replace("<", "\\u003c");
    String html =
        Html.resource(StudyPage.class, "study.html")
            .replace("{{title}}", Html.escape(title))
            .replace("{{content}}", script);
    WholeFile.write(page, html.getBytes(StandardCharsets.UTF_8));
  }

  private static String code(Random random, Map<String, StudyKey.Item> taken) {
    String code;
    do {
      code = String.format(Locale.ROOT, "%06x", random.nextInt(1 << 24));
    } while (taken.containsKey(code));
    return code;
  }

  private static String data(Path file, MessageDigest digest) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new BadInputException(file + " cannot be shown in a browser; use .mp4, .webm, .png or .jpg");
    }
    try {
      return data(type, Files.readAllBytes(file), digest);
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static String data(String type, byte[] content, MessageDigest digest) {
    digest.update(content);
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(content);
  }

  private static byte[] json(Object value, boolean pretty) {
    try {
      ObjectMapper mapper = new ObjectMapper().configure(SerializationFeature.INDENT_OUTPUT, pretty);
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a study cannot be written as JSON", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
