package dev.keylight.studio.queue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.studio.EventLog;
import dev.keylight.studio.StudioOptions;
import dev.keylight.studio.store.Folders;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import dev.keylight.studio.worker.WorkerFailure;
import dev.keylight.studio.worker.WorkerLimits;
import dev.keylight.studio.worker.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Has the jobs done, one at a time, in the order they came. A job's row says what is true; this class may be killed at any
 * line and the next one to open the same database goes on: what was running runs again, an engine that works long from what it
 * kept and others from their start, and, as renders are deterministic, comes out the same; what was finished on the disk is
 * only acknowledged.
 */
public final class RenderQueue implements AutoCloseable {
  private static final String OUTCOME = "outcome.json";
  private static final int MOST_CRASHES = 2;
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Jobs jobs;
  private final JobSpec specs;
  private final JobEvents events;
  private final EngineCosts costs;
  private final Retention retention;
  private final StudioOptions options;
  private final EventLog log;
  private final Object signal = new Object();
  private final Thread thread = new Thread(this::work, "render-queue");
  private volatile boolean closing;
  private WorkerProcess worker;
  private String running;
  private Path work;

  public RenderQueue(
      Jobs jobs, JobSpec specs, JobEvents events, EngineCosts costs, Retention retention, StudioOptions options, EventLog log) {
    this.jobs = jobs;
    this.specs = specs;
    this.events = events;
    this.costs = costs;
    this.retention = retention;
    this.options = options;
    this.log = log;
  }

  /** Starts working, beginning with what the last process left. */
  public void start() {
    int recovered = jobs.recover();
    if (recovered > 0) {
      log.say("jobs-recovered", "count", recovered);
    }
    thread.start();
  }

  /**
   * Takes a job, or finds the one that the same client made with the same key.
   *
   * @throws QueueFull when too much is waiting
   * @throws BadInputException when it cannot be done or the key was used for something else
   */
  public synchronized Job submit(JsonNode spec, String client, String key) {
    Optional<Job> earlier = key == null ? Optional.empty() : jobs.byKey(client, key);
    if (earlier.isPresent()) {
      if (!earlier.get().spec().equals(spec)) {
        throw new BadInputException("this Idempotency-Key was used for another job");
      }
      return earlier.get();
    }
    specs.task(spec);
    if (jobs.count(Job.State.QUEUED) >= options.queueLength()) {
      throw new QueueFull("the queue is full; try again when a render is finished", 20);
    }
    if (jobs.pendingOf(client) >= options.jobsPerClient()) {
      throw new QueueFull("you have " + options.jobsPerClient() + " renders waiting; try again when one is finished", 20);
    }
    Job job = jobs.add(spec, client, key);
    log.say("job-queued", "job", job.id());
    wake();
    return job;
  }

  /** Ends a job that waits or runs; true if it did either. */
  public boolean cancel(String id) {
    synchronized (signal) {
      if (jobs.move(id, Job.State.QUEUED, Job.State.CANCELLED)) {
        events.over(id);
      } else if (id.equals(running) && jobs.move(id, Job.State.RUNNING, Job.State.CANCELLED)) {
        if (worker != null) {
          worker.kill();
        }
      } else {
        return false;
      }
    }
    log.say("job-cancelled", "job", id);
    return true;
  }

  /** Has a job that failed or was cancelled done again; false if it is neither. */
  public boolean resume(Job job) {
    synchronized (signal) {
      if (job.state() == Job.State.DONE || !job.state().over() || !jobs.requeue(job.id(), job.state())) {
        return false;
      }
      events.begin(job.id());
      signal.notifyAll();
      return true;
    }
  }

  /** The newest frame of a job that runs. */
  public Optional<Path> preview(String id) {
    synchronized (signal) {
      if (!id.equals(running) || work == null) {
        return Optional.empty();
      }
      Path newest = work.resolve("preview.jpg");
      return Optional.of(Files.exists(newest) ? newest : work.resolve("poster.jpg")).filter(Files::exists);
    }
  }

  private void wake() {
    synchronized (signal) {
      signal.notifyAll();
    }
  }

  private void work() {
    while (!closing) {
      try {
        Optional<Job> next = take();
        if (next.isPresent()) {
          run(next.get());
          retention.enforce(null, Folders.size(jobs.folderOf(next.get().id())));
        } else {
          synchronized (signal) {
            signal.wait(2000);
          }
        }
      } catch (InterruptedException e) {
        return;
      } catch (IOException | RuntimeException e) {
        // Whatever it is, the next job may be luckier.
        log.say("queue-trouble", "error", e.toString());
      }
    }
  }

  /** Takes the next job so that whoever cancels finds it either waiting or running, and never in between. */
  private Optional<Job> take() {
    synchronized (signal) {
      Optional<Job> next = jobs.take();
      running = next.map(Job::id).orElse(null);
      next.ifPresent(job -> events.begin(job.id()));
      return next;
    }
  }

  private void run(Job job) throws IOException {
    Path done = jobs.folderOf(job.id());
    if (Files.exists(done.resolve(OUTCOME))) {
      // Finished before the last process could say so.
      JsonNode outcome = Specs.JSON.readTree(done.resolve(OUTCOME).toFile());
      finish(job, Job.State.DONE, outcome.get("notes"), null, outcome.get("result"));
      return;
    }
    Path attempt = jobs.workOf(job.id());
    synchronized (signal) {
      work = attempt;
    }
    log.say("job-started", "job", job.id());
    TimeLeft left = new TimeLeft();
    boolean resumed = Files.exists(jobs.keptOf(job.id()));
    long begun = System.nanoTime();
    try {
      ObjectNode task = specs.task(job.spec());
      task.put("work", options.data().relativize(attempt).toString());
      task.put("kept", options.data().relativize(jobs.keptOf(job.id())).toString());
      WorkerProcess renders = worker(job.id(), WorkerLimits.of(JobSpec.provider(job.spec())));
      JsonNode result = renders.call(task, message -> heard(job.id(), message.json(), left), LONGEST);
      if (!resumed) {
        // What an earlier attempt did took no time of this one.
        String engine = job.spec().path("options").path("engine").asText("");
        costs.learn(result, engine, (System.nanoTime() - begun) / 1e9, renders.residentPeakMegabytes());
      }
      keep(job, attempt, result);
      Folders.delete(jobs.keptOf(job.id()));
      finish(job, Job.State.DONE, null, null, result);
    } catch (WorkerFailure e) {
      failed(job, e);
    } catch (KeylightException e) {
      finish(job, Job.State.FAILED, null, e.getMessage(), null);
    } catch (IOException e) {
      log.say("queue-trouble", "job", job.id(), "error", e.toString());
      finish(job, Job.State.FAILED, null, "the result could not be kept in the studio's folder; is the disk full?", null);
    } finally {
      synchronized (signal) {
        running = null;
        work = null;
      }
      Folders.delete(attempt);
    }
  }

  private WorkerProcess worker(String id, WorkerLimits limits) throws IOException {
    synchronized (signal) {
      if (closing) {
        throw new WorkerFailure(WorkerFailure.Kind.CANCELLED, "the studio is closing");
      }
      if (jobs.find(id).filter(job -> job.state() == Job.State.RUNNING).isEmpty()) {
        throw new WorkerFailure(WorkerFailure.Kind.CANCELLED, "cancelled before it began");
      }
      if (worker != null && !worker.limits().equals(limits)) {
        worker.close();
      }
      if (worker == null || !worker.alive()) {
        worker = WorkerProcess.start(limits, options.data(), "worker-render");
      }
      return worker;
    }
  }

  private void heard(String id, JsonNode event, TimeLeft left) {
    switch (event.path("event").asText()) {
      case "progress" -> {
        long done = event.path("done").asLong();
        long total = event.path("total").asLong();
        events.progress(id, done, total, left.after("frames", done, total));
      }
      case "part" -> {
        long done = event.path("done").asLong();
        long total = event.path("total").asLong();
        String unit = event.path("unit").asText();
        JobEvents.Part part = new JobEvents.Part(event.path("what").asText(), unit, done, total);
        events.part(id, part, left.after(unit, done, total));
      }
      case "frame" -> events.preview(id, event.path("index").asLong());
      case "note" -> events.note(id, event.path("message").asText());
      default -> {}
    }
  }

  /** All of a result appears under its final name at once. */
  private void keep(Job job, Path attempt, JsonNode result) throws IOException {
    Files.deleteIfExists(attempt.resolve("preview.jpg"));
    ObjectNode outcome = Specs.JSON.createObjectNode();
    outcome.set("notes", Specs.JSON.valueToTree(events.of(job.id()).notes()));
    outcome.set("result", result);
    Files.writeString(attempt.resolve(OUTCOME), outcome.toString());
    Folders.delete(jobs.folderOf(job.id()));
    Files.move(attempt, jobs.folderOf(job.id()), StandardCopyOption.ATOMIC_MOVE);
  }

  private void failed(Job job, WorkerFailure failure) {
    if (closing) {
      // Its row says it is running, so the next process runs it again.
      return;
    }
    switch (failure.kind()) {
      case CANCELLED -> events.over(job.id());
      case CRASHED -> {
        jobs.crashed(job.id());
        log.say("worker-crashed", "job", job.id(), "reason", failure.getMessage());
        if (job.crashes() + 1 >= MOST_CRASHES) {
          finish(job, Job.State.FAILED, null, failure.getMessage(), null);
        } else {
          jobs.move(job.id(), Job.State.RUNNING, Job.State.QUEUED);
        }
      }
      default -> finish(job, Job.State.FAILED, null, failure.getMessage(), null);
    }
  }

  private void finish(Job job, Job.State state, JsonNode kept, String error, JsonNode result) {
    JobEvents.Live live = events.of(job.id());
    List<String> notes =
        kept == null ? live.notes() : Specs.JSON.convertValue(kept, Specs.JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    long frames = result == null ? live.done() : result.path("frames").asLong();
    boolean over = jobs.finish(job.id(), state, frames, result == null ? live.total() : frames, notes, error, result);
    events.over(job.id());
    if (over) {
      log.say("job-" + state.name().toLowerCase(Locale.ROOT), "job", job.id(), "frames", frames);
    }
  }

  /** Stops at once: what runs now runs again when the studio is next started. */
  @Override
  public void close() {
    closing = true;
    synchronized (signal) {
      if (worker != null) {
        worker.close();
      }
      signal.notifyAll();
    }
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
