package dev.keylight.studio.http;

import dev.keylight.studio.queue.JobEvents;
import dev.keylight.studio.store.Job;
import dev.keylight.studio.store.Jobs;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Server-sent events of jobs: the job as JSON whenever it has changed, five times a second at most, and a comment now and
 * then so that dead connections are noticed. A client that reads slowly misses states, never the last one.
 */
final class EventStreams implements AutoCloseable {
  private static final String PATH = "/v1/jobs/{job}/events";
  private static final int MOST = 100;
  private static final int BEAT = 75;

  private final Jobs jobs;
  private final JobEvents events;
  private final Set<Stream> streams = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(daemon("events-tick"));
  private final ExecutorService senders = Executors.newFixedThreadPool(8, daemon("events-send"));

  /** One client watching one job. */
  private static final class Stream {
    private final SseClient client;
    private final String job;
    private final AtomicBoolean sending = new AtomicBoolean();
    private long version = -1;
    private int quiet;

    Stream(SseClient client, String job) {
      this.client = client;
      this.job = job;
    }
  }

  EventStreams(Jobs jobs, JobEvents events) {
    this.jobs = jobs;
    this.events = events;
    ticker.scheduleWithFixedDelay(this::tick, 200, 200, TimeUnit.MILLISECONDS);
  }

  void register(RoutesConfig routes) {
    // Once the stream is open it is too late to refuse: its status is out.
    routes.before(PATH, this::check);
    routes.sse(
        PATH,
        client -> {
          client.keepAlive();
          Stream stream = new Stream(client, client.ctx().pathParam("job"));
          client.onClose(() -> streams.remove(stream));
          streams.add(stream);
        });
  }

  private void check(Context ctx) {
    if (jobs.find(ctx.pathParam("job")).isEmpty()) {
      throw Problem.notFound("job");
    }
    String accepted = ctx.header("Accept");
    if (accepted == null || !accepted.contains("text/event-stream")) {
      throw new Problem(406, "events-only", "events come as text/event-stream; accept that, or ask for the job itself");
    }
    if (streams.size() >= MOST) {
      throw new Problem(503, "busy", "too many are watching; ask for the job itself instead", 5);
    }
  }

  private void tick() {
    for (Stream stream : streams) {
      long version = events.of(stream.job).version();
      boolean news = version != stream.version;
      if ((news || ++stream.quiet > BEAT) && stream.sending.compareAndSet(false, true)) {
        senders.execute(() -> send(stream, version, news));
      }
    }
  }

  private void send(Stream stream, long version, boolean news) {
    try {
      stream.quiet = 0;
      if (!news) {
        stream.client.sendComment("still here");
        return;
      }
      Optional<Job> job = jobs.find(stream.job);
      if (job.isPresent()) {
        stream.client.sendEvent("job", JobJson.of(job.get(), events.of(stream.job)).toString());
        stream.version = version;
      }
      if (job.isEmpty() || job.get().state().over()) {
        streams.remove(stream);
        stream.client.close();
      }
    } catch (RuntimeException e) {
      streams.remove(stream);
    } finally {
      stream.sending.set(false);
    }
  }

  private static ThreadFactory daemon(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    senders.shutdownNow();
    streams.forEach(stream -> stream.client.close());
  }
}
