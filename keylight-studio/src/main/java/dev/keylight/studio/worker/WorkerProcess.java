package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The server's end of one {@link Worker}. {@link #call} is for one thread at a time; {@link #kill} for any. A worker that
 * has died stays dead.
 */
public final class WorkerProcess implements AutoCloseable {
  private static final int PAGE = 4096;

  /** On a machine that is busy with other things a task may take so many times as long, until it has worked half of its time. */
  private static final int STARVED = 6;

  private static final ScheduledExecutorService WATCH =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "worker-watch");
            thread.setDaemon(true);
            return thread;
          });

  private final Process process;
  private final Wire wire;
  private final WorkerLimits limits;
  private volatile String reasonOfDeath;
  private volatile boolean cancelled;
  private volatile long residentPeak;

  private WorkerProcess(Process process, WorkerLimits limits) {
    this.process = process;
    this.limits = limits;
    this.wire = new Wire(process.getInputStream(), process.getOutputStream());
  }

  /**
   * Starts a worker. It is ready when its first task is answered.
   *
   * @param data where relative names of files start; its folder {@code tmp} is for temporary files
   * @param name of the log in {@code tmp} that takes what it says on standard error
   */
  public static WorkerProcess start(WorkerLimits limits, Path data, String name) throws IOException {
    Path temporary = Files.createDirectories(data.resolve("tmp"));
    ProcessBuilder builder = WorkerCommand.of(limits, temporary.toAbsolutePath()).directory(data.toFile());
    builder.redirectError(ProcessBuilder.Redirect.to(temporary.resolve(name + ".log").toFile()));
    return new WorkerProcess(builder.start(), limits);
  }

  /** What it may take. */
  public WorkerLimits limits() {
    return limits;
  }

  public boolean alive() {
    return process.isAlive() && reasonOfDeath == null && !cancelled;
  }

  /** The most memory it was seen to hold during the last task, in megabytes; 0 where the system does not tell. */
  public long residentPeakMegabytes() {
    return residentPeak * PAGE >> 20;
  }

  /**
   * Has one task done.
   *
   * @param events told what happens on the way
   * @param most how long it may take; longer while the machine does not let it work
   * @return the result
   * @throws WorkerFailure when there is none
   */
  public JsonNode call(JsonNode task, Consumer<Wire.Message> events, Duration most) {
    residentPeak = 0;
    long begun = System.nanoTime();
    Duration workedBefore = worked().orElse(Duration.ZERO);
    ScheduledFuture<?> watch =
        WATCH.scheduleWithFixedDelay(() -> watch(begun, workedBefore, most), 100, 250, TimeUnit.MILLISECONDS);
    try {
      wire.send(task);
      for (Wire.Message message = wire.receive(); message != null; message = wire.receive()) {
        JsonNode json = message.json();
        switch (json == null ? "" : json.path("event").asText()) {
          case "done" -> {
            return json.get("result");
          }
          case "error" ->
              throw new WorkerFailure(
                  json.path("kind").asText().equals("bad-input") ? WorkerFailure.Kind.BAD_INPUT : WorkerFailure.Kind.FAILED,
                  json.path("message").asText());
          case "ready" -> {}
          default -> events.accept(message);
        }
      }
    } catch (IOException e) {
      // The pipe broke: told below, with what is known of the worker's end.
    } finally {
      watch.cancel(false);
    }
    throw death();
  }

  private WorkerFailure death() {
    process.destroyForcibly();
    if (cancelled) {
      return new WorkerFailure(WorkerFailure.Kind.CANCELLED, "cancelled");
    }
    String reason = reasonOfDeath;
    return new WorkerFailure(
        WorkerFailure.Kind.CRASHED,
        reason == null ? "the program that reads media crashed on this input; the file may be damaged, try another" : reason);
  }

  private void watch(long begun, Duration workedBefore, Duration most) {
    Duration passed = Duration.ofNanos(System.nanoTime() - begun);
    boolean starved =
        passed.compareTo(most.multipliedBy(STARVED)) < 0
            && worked().filter(now -> now.minus(workedBefore).compareTo(most.dividedBy(2)) < 0).isPresent();
    if (passed.compareTo(most) > 0 && !starved) {
      end("this took longer than " + most.toSeconds() + " s and was ended; use a shorter or smaller input");
    }
    long resident = resident();
    residentPeak = Math.max(residentPeak, resident);
    if (resident * PAGE >> 20 > limits.residentMegabytes()) {
      end("this needed more than " + limits.residentMegabytes() + " MB of memory and was ended; use a smaller size");
    }
  }

  /** Time on processors so far, where the system tells. */
  private Optional<Duration> worked() {
    return process.info().totalCpuDuration();
  }

  /** Resident pages, 0 where the system does not tell. */
  private long resident() {
    try {
      return Long.parseLong(Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm")).split(" ")[1]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private void end(String reason) {
    reasonOfDeath = reason;
    process.destroyForcibly();
  }

  /** For live mode: sends without waiting for a result. */
  public Wire wire() {
    return wire;
  }

  /** Ends it now; a task that runs fails as cancelled. */
  public void kill() {
    cancelled = true;
    process.destroyForcibly();
  }

  @Override
  public void close() {
    kill();
    try {
      process.waitFor(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
