package dev.keylight.eval.score;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** One hash for everything that decides a card's numbers. */
final class Settings {
  private Settings() {}

  static String hash(
      String version, ScoringOptions options, Map<String, ScoreCard.Seen> inputs, Map<String, String> weights) {
    String all = version + "\n" + options + "\n" + inputs + "\n" + weights;
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
