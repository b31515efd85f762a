package dev.keylight.studio.queue;

/** No more jobs are taken now; the message says why. */
public final class QueueFull extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final int retryAfterSeconds;

  QueueFull(String message, int retryAfterSeconds) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** When it may be worth trying again. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
