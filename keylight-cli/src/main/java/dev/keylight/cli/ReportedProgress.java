package dev.keylight.cli;

import dev.keylight.Progress;

/** One operation that a reporter follows; how it is shown is the reporter's. */
abstract class ReportedProgress implements Progress {
  private final Reporter reporter;
  private final Pace pace = new Pace();

  ReportedProgress(Reporter reporter) {
    this.reporter = reporter;
  }

  /** It is time to show how far the operation is. */
  abstract void show(long done, long total, Pace at);

  @Override
  public void update(long done, long total) {
    pace.update(done, total);
    if (pace.due()) {
      show(done, total, pace);
    }
  }

  @Override
  public boolean cancelled() {
    return Interruption.requested();
  }

  @Override
  public void note(String message) {
    reporter.note(message);
  }

  @Override
  public Progress part(String what, String unit) {
    return reporter.progress(what, unit);
  }
}
