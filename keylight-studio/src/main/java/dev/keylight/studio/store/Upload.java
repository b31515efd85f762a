package dev.keylight.studio.store;

/**
 * A file somebody gave.
 *
 * @param name as they call it, for showing only
 * @param kind what it is
 * @param extension of the stored file, from its content
 * @param seconds 0 for pictures
 * @param pinned whether it is part of the studio and never cleared away
 */
public record Upload(
    String id,
    String name,
    Kind kind,
    String extension,
    long bytes,
    String sha256,
    int width,
    int height,
    double seconds,
    long frames,
    boolean audio,
    boolean pinned,
    long createdAt) {
  /** What an upload can be used as. */
  public enum Kind {
    PICTURE,
    VIDEO,
    PANORAMA,
    LIGHT
  }
}
