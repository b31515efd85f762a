package dev.keylight.studio.queue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.keylight.studio.EventLog;
import dev.keylight.studio.store.Folders;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import dev.keylight.studio.store.Upload;
import dev.keylight.studio.store.Uploads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the studio's folder within its budget: finished renders go first, the oldest before the others, then uploads that
 * nothing refers to, the longest unused first. What waits or runs is never touched, nor what it needs.
 */
public final class Retention {
  private final Jobs jobs;
  private final Uploads uploads;
  private final Path data;
  private final long budget;
  /** How long a count of the folder is believed, while what comes is added to it. */
  private static final long BELIEVED = Duration.ofMinutes(2).toNanos();

  private final EventLog log;
  private long counted;
  private long countedAt;
  private boolean everCounted;

  /**
   * @param budget in bytes
   */
  public Retention(Jobs jobs, Uploads uploads, Path data, long budget, EventLog log) {
    this.jobs = jobs;
    this.uploads = uploads;
    this.data = data;
    this.budget = budget;
    this.log = log;
  }

  /** Bytes in use now. */
  public long used() throws IOException {
    return Folders.size(data.resolve("jobs")) + Folders.size(data.resolve("uploads"));
  }

  /**
   * Clears away as much as the budget demands.
   *
   * @param kept an upload that has just come and stays, or null
   * @param added bytes that have come since the last call
   */
  public synchronized void enforce(String kept, long added) throws IOException {
    counted += added;
    // Walking through every folder for every upload would be felt by whoever renders.
    if (everCounted && counted <= budget && System.nanoTime() - countedAt < BELIEVED) {
      return;
    }
    counted = used();
    countedAt = System.nanoTime();
    everCounted = true;
    long over = counted - budget;
    if (over <= 0) {
      return;
    }
    List<Job> finished = jobs.disposable();
    // The newest result is what somebody is looking at.
    for (Job job : finished.subList(0, Math.max(0, finished.size() - 1))) {
      if (over <= 0) {
        return;
      }
      over -= Folders.size(jobs.folderOf(job.id())) + Folders.size(jobs.keptOf(job.id()));
      jobs.remove(job);
      log.say("job-cleared", "job", job.id());
    }
    Set<String> needed = needed();
    for (Upload upload : uploads.disposable()) {
      if (over <= 0) {
        return;
      }
      if (!needed.contains(upload.id()) && !upload.id().equals(kept)) {
        over -= upload.bytes() + Folders.size(uploads.studiesOf(upload));
        uploads.remove(upload);
        log.say("upload-cleared", "upload", upload.id());
      }
    }
  }

  /** Uploads that jobs refer to which wait or run. */
  public Set<String> needed() {
    Set<String> needed = new HashSet<>();
    for (Job.State state : new Job.State[] {Job.State.QUEUED, Job.State.RUNNING}) {
      for (Job job : jobs.inState(state)) {
        for (JsonNode id : job.spec().findValues("upload")) {
          needed.add(id.asText());
        }
      }
    }
    return needed;
  }
}
