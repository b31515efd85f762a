package dev.keylight;

/**
 * A failure told in one sentence a user can act on: which file, frame or option, what was expected, what was found,
 * what to do. The command prints the message and nothing else.
 */
public class KeylightException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public KeylightException(String message) {
    super(message);
  }

  public KeylightException(String message, Throwable cause) {
    super(message, cause);
  }
}
