package dev.keylight.eval.report;

import dev.keylight.eval.statistics.Bootstrap;
import java.util.Locale;

/** How numbers stand in tables: enough digits to tell methods apart and no more. */
final class Numbers {
  private Numbers() {}

  /** Three to four digits. */
  static String of(double value) {
    double size = Math.abs(value);
    if (Double.isNaN(value)) {
      return "–";
    }
    String form = size >= 1000 ? "%.0f" : size >= 100 ? "%.1f" : size >= 10 ? "%.2f" : size >= 0.1 || size == 0 ? "%.3f" : "%.4f";
    return String.format(Locale.ROOT, form, value);
  }

  /** A mean with half the width of its interval, {@code 0.279 ± 0.012}, or the mean alone. */
  static String of(Bootstrap.Interval interval) {
    return of(interval.mean()) + (interval.hasBounds() ? " ± " + of((interval.high() - interval.low()) / 2) : "");
  }
}
