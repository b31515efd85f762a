package dev.keylight.studio.worker;

/** A task did not end well; the message is a sentence for the user. */
public final class WorkerFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it was. */
  public enum Kind {
    /** The input's. */
    BAD_INPUT,
    /** Keylight's or the machine's; the worker lives. */
    FAILED,
    /** The worker died: a decoder crashed or a limit was passed. */
    CRASHED,
    /** Somebody ended it. */
    CANCELLED
  }

  private final Kind kind;

  public WorkerFailure(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
