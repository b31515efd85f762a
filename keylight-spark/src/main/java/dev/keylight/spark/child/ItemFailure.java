package dev.keylight.spark.child;

/** Why an attempt at an item gave nothing. */
public final class ItemFailure extends Exception {
  /** What kind of end it was. */
  public enum Kind {
    /** The input cannot be used; trying again is of no use. */
    BAD_INPUT(false),
    /** Something else was said to be wrong. */
    FAILED(true),
    /** The worker process died. */
    CRASHED(true),
    /** The time was up. */
    TIMED_OUT(true),
    /** It held more memory than it may. */
    TOO_LARGE(false);

    private final boolean again;

    Kind(boolean again) {
      this.again = again;
    }

    /** Whether another attempt may end otherwise. */
    public boolean worthAnotherAttempt() {
      return again;
    }
  }

  private final Kind kind;

  public ItemFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
