package dev.keylight.eval.metric;

/** Which way a number should go. */
public enum Better {
  LOWER("↓"),
  HIGHER("↑"),
  /** 1 is perfect, more is as bad as less. */
  NEAR_ONE("→1"),
  /** Told for orientation; no better or worse. */
  NEITHER("");

  private final String arrow;

  Better(String arrow) {
    this.arrow = arrow;
  }

  /** For headings of tables. */
  public String arrow() {
    return arrow;
  }

  /** Whether the first value is strictly better than the second; never if either is not a number. */
  public boolean prefers(double a, double b) {
    return switch (this) {
      case LOWER -> a < b;
      case HIGHER -> a > b;
      case NEAR_ONE -> Math.abs(Math.log(a)) < Math.abs(Math.log(b));
      case NEITHER -> false;
    };
  }
}
