package dev.keylight.studio.queue;

/**
 * Estimates how long a render still takes from how fast it has counted so far. What was counted before it began, in an earlier
 * attempt, took no time of this one.
 */
final class TimeLeft {
  /** So many steps are seen before anything is said. */
  private static final int LEAST = 2;

  private String unit = "";
  private long first;
  private long begun = System.nanoTime();

  /**
   * After one more step.
   *
   * @param counted what is counted; with another unit the estimate begins anew
   * @return seconds, negative while unknown
   */
  double after(String counted, long done, long total) {
    if (!counted.equals(unit)) {
      // Until the first count nothing was finished yet, so the time before it belongs to the first step.
      begun = unit.isEmpty() && done <= 1 ? begun : System.nanoTime();
      unit = counted;
      first = done;
    }
    if (total <= 0 || done - first < LEAST) {
      return -1;
    }
    return (System.nanoTime() - begun) / 1e9 / (done - first) * (total - done);
  }
}
