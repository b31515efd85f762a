package dev.keylight.studio.http;

/** A request that cannot be answered as asked: a status, a code for programs, a sentence for people. */
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;
  private final int retryAfterSeconds;

  Problem(int status, String code, String message) {
    this(status, code, message, 0);
  }

  Problem(int status, String code, String message, int retryAfterSeconds) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  static Problem notFound(String what) {
    return new Problem(404, "not-found", "there is no such " + what);
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** When to come again, 0 for no advice. */
  int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
