package dev.keylight.eval.study;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What the codes in a page mean. Stays with whoever asks.
 *
 * @param study hash of the page's videos: answers to another page are refused
 * @param items by code
 */
public record StudyKey(String study, Map<String, Item> items) {
  /**
   * One video.
   *
   * @param method who made it
   * @param clip which case
   */
  public record Item(String method, String clip) {}

  /** Reads the file that stands beside a page. */
  public static StudyKey read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException(file + " does not exist; give the .key.json file that was written beside the page");
    }
    try {
      StudyKey key = new ObjectMapper().readValue(file.toFile(), StudyKey.class);
      if (key.study == null || key.items == null) {
        throw new BadInputException(file + " is no key of a study; give the .key.json file that was written beside the page");
      }
      return key;
    } catch (IOException e) {
      throw new BadInputException(file + " is no key of a study: " + e.getMessage().lines().findFirst().orElse(""), e);
    }
  }
}
