package dev.keylight.spark.job;

import java.io.Serializable;
import java.util.List;

/**
 * What became of one item.
 *
 * @param item which one
 * @param status what happened
 * @param reason why it failed, or null
 * @param attempts that were made now
 * @param seconds that the last attempt took
 * @param megabytes that its worker held at most so far
 * @param host that did it
 * @param answer what the worker's function said, as JSON; null when it failed
 * @param files that are there now
 */
record ItemResult(
    Item item, Status status, String reason, int attempts, double seconds, long megabytes, String host,
    String answer, List<Published> files)
    implements Serializable {
  /** What happened. */
  enum Status {
    /** It was done now. */
    DONE,
    /** It had been done before. */
    KNOWN,
    /** It gave nothing, now or before. */
    FAILED
  }

  /**
   * A file that came out.
   *
   * @param name in the output's folder
   * @param sha256 of its content
   * @param bytes its length
   */
  record Published(String name, String sha256, long bytes) implements Serializable {}

  static ItemResult failed(Item item, String reason, int attempts, double seconds, String host) {
    return new ItemResult(item, Status.FAILED, reason, attempts, seconds, 0, host, null, List.of());
  }
}
