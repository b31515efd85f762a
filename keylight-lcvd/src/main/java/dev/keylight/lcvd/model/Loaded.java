package dev.keylight.lcvd.model;

import dev.keylight.lcvd.checkpoint.LoadedParameters;

/**
 * A network and the weights it holds.
 *
 * @param network ready to use until this is closed
 * @param parameters owns the weights
 */
public record Loaded<T>(T network, LoadedParameters parameters) implements AutoCloseable {
  @Override
  public void close() {
    if (network instanceof AutoCloseable closeable) {
      try {
        closeable.close();
      } catch (Exception e) {
        throw new IllegalStateException("a network could not be closed", e);
      }
    }
    parameters.close();
  }
}
