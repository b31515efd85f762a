package dev.keylight.lcvd.checkpoint;

/** A pickle that is broken or names what is not allowed; the reader of the file turns it into a sentence with the path. */
final class PickleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PickleException(String message) {
    super(message);
  }
}
