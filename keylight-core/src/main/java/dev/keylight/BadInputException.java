package dev.keylight;

/** The user's input cannot be used as it is; nothing is wrong with Keylight or the machine. Exit code 3. */
public final class BadInputException extends KeylightException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
