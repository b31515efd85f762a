package dev.keylight.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;

/** What the Python originals computed, see {@code tools/eval_reference.py}. */
public final class Reference {
  private Reference() {}

  public static JsonNode at(String name) {
    try (InputStream stream = Reference.class.getResourceAsStream("reference.json")) {
      return new ObjectMapper().readTree(stream).get(name);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
