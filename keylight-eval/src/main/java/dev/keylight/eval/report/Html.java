package dev.keylight.eval.report;

import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Small pieces of pages. */
public final class Html {
  private Html() {}

  /** Text as it may stand in a page and in its attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;").replace("'", "&#39;");
  }

  /** A file that lies beside a class. */
  public static String resource(Class<?> beside, String name) {
    try (InputStream stream = beside.getResourceAsStream(name)) {
      if (stream == null) {
        throw new KeylightException("the file " + name + " is missing from this installation; reinstall Keylight");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new KeylightException("the file " + name + " of this installation cannot be read: " + e.getMessage(), e);
    }
  }
}
