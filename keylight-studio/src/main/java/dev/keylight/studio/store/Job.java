package dev.keylight.studio.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A render that is wanted, running or over.
 *
 * @param spec what is wanted, as {@code JobSpec} wrote it
 * @param crashes how often its worker died; a job that crashes twice is at fault itself
 * @param framesTotal negative while unknown
 * @param error a sentence, null unless it failed
 * @param result what came out, null unless it is done
 * @param startedAt milliseconds since 1970, null before
 */
public record Job(
    long position,
    String id,
    String client,
    JsonNode spec,
    State state,
    int crashes,
    long framesDone,
    long framesTotal,
    List<String> notes,
    String error,
    JsonNode result,
    long createdAt,
    Long startedAt,
    Long finishedAt) {
  /** Where in its life a job is. */
  public enum State {
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED;

    /** Whether nothing will happen any more by itself. */
    public boolean over() {
      return this == DONE || this == FAILED || this == CANCELLED;
    }
  }
}
