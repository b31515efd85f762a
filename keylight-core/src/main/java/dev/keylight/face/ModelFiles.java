package dev.keylight.face;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.KeylightException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The model files shipped with a package, listed there in {@code models.json} with size, SHA-256, licence and origin, and
 * made by a script in {@code tools}. Nothing unverified reaches a network.
 */
public final class ModelFiles {
  private ModelFiles() {}

  /** The bytes of a file shipped with this package, after its SHA-256 was found to be the manifest's. */
  static byte[] read(String name) {
    return read(ModelFiles.class, name);
  }

  /**
   * The bytes of a file shipped beside a class, after its SHA-256 was found to be that of the {@code models.json} there.
   *
   * @throws KeylightException when it is missing or damaged
   */
  public static byte[] read(Class<?> beside, String name) {
    return verified(beside, name, resource(beside, name));
  }

  /** The same bytes, if they are what the manifest says of the name. */
  static byte[] verified(Class<?> beside, String name, byte[] data) {
    String expected = entry(beside, name).path("sha256").asText();
    String found = sha256(data);
    if (!found.equals(expected)) {
      throw new KeylightException(
          "Shipped model " + name + " is damaged: expected SHA-256 " + expected + ", found " + found
              + "; reinstall Keylight.");
    }
    return data;
  }

  private static JsonNode entry(Class<?> beside, String name) {
    try {
      for (JsonNode model : new ObjectMapper().readTree(resource(beside, "models.json")).path("models")) {
        if (model.path("name").asText().equals(name)) {
          return model;
        }
      }
    } catch (IOException e) {
      throw new KeylightException("The list of shipped models, models.json, is damaged; reinstall Keylight.", e);
    }
    throw new KeylightException("Model " + name + " is not among the shipped ones; reinstall Keylight.");
  }

  private static byte[] resource(Class<?> beside, String name) {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new KeylightException("Shipped file " + name + " is missing from the installation; reinstall Keylight.");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new KeylightException("Shipped file " + name + " cannot be read; reinstall Keylight.", e);
    }
  }

  private static String sha256(byte[] data) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
