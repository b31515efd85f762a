package dev.keylight.studio.store;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Names that nobody can guess and that are safe as files' names. */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern FORM = Pattern.compile("[0-9a-z-]{3,40}");

  private Ids() {}

  public static String next() {
    byte[] bytes = new byte[12];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Whether something a client sent could be one of ours. */
  public static boolean wellFormed(String id) {
    return id != null && FORM.matcher(id).matches();
  }
}
