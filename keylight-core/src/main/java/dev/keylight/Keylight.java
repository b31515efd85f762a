package dev.keylight;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What this build of Keylight is. */
public final class Keylight {
  private static final String VERSION = readVersion();

  private Keylight() {}

  /** The version of this build, as its pom says. */
  public static String version() {
    return VERSION;
  }

  private static String readVersion() {
    try (InputStream stream = Keylight.class.getResourceAsStream("/dev/keylight/build.properties")) {
      Properties properties = new Properties();
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("build.properties cannot be read", e);
    }
  }
}
