package dev.keylight.cli;

import dev.keylight.Progress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Sentences: results on standard output, the rest on standard error, a moving bar on a terminal only. */
final class HumanReporter implements Reporter {
  private static final int BAR = 24;
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private boolean barShown;

  HumanReporter(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  @Override
  public Progress progress(String what, String unit) {
    return new ReportedProgress(this) {
      @Override
      void show(long done, long total, Pace pace) {
        if (terminal) {
          draw(bar(what, unit, done, total, pace));
        }
      }
    };
  }

  @Override
  public synchronized void note(String message) {
    wipe();
    err.println("keylight: " + message);
    err.flush();
  }

  @Override
  public synchronized void done(String sentence, Map<String, ?> facts) {
    wipe();
    out.println(sentence);
    out.flush();
  }

  @Override
  public void failed(String sentence, int code) {
    note(sentence);
  }

  private synchronized void draw(String line) {
    err.print("\r\u001b[K" + line);
    err.flush();
    barShown = true;
  }

  private void wipe() {
    if (barShown) {
      err.print("\r\u001b[K");
      barShown = false;
    }
  }

  private static String bar(String what, String unit, long done, long total, Pace pace) {
    StringBuilder line = new StringBuilder(what).append(' ');
    if (total > 0) {
      int filled = (int) Math.min(BAR, BAR * done / total);
      line.append("█".repeat(filled)).append("░".repeat(BAR - filled)).append(' ').append(done).append('/').append(total);
    } else {
      line.append(done);
    }
    if (pace.perSecond() > 0) {
      line.append(String.format(Locale.ROOT, "  %.1f %s/s", pace.perSecond(), unit));
      if (total > 0) {
        line.append("  ").append(clock(pace.secondsLeft())).append(" left");
      }
    }
    return line.toString();
  }

  private static String clock(double seconds) {
    long whole = Math.round(seconds);
    return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
