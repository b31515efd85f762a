package dev.keylight.studio.worker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * The worker that answers while somebody waits: probes, studies, lights. One at a time, a few waiting, the rest told to come
 * again. A crash costs the one who asked an answer; the next gets a new worker.
 */
public final class Interactive implements AutoCloseable {
  private static final int WAITING = 24;
  private static final long PATIENCE_SECONDS = 30;

  private final Semaphore places = new Semaphore(WAITING);
  private final Semaphore turn = new Semaphore(1, true);
  private final Path data;
  private WorkerProcess worker;
  private volatile boolean closed;

  /** Too many are waiting already. */
  public static final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("the studio is busy with other pictures; try again in a few seconds");
    }
  }

  public Interactive(Path data) {
    this.data = data;
  }

  /**
   * Has a task done.
   *
   * @throws Busy when too many are waiting
   * @throws WorkerFailure when it did not end well
   */
  public JsonNode call(JsonNode task, Duration most) {
    if (!places.tryAcquire()) {
      throw new Busy();
    }
    try {
      if (!turn.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new Busy();
      }
      try {
        return worker().call(task, event -> {}, most);
      } finally {
        turn.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Busy();
    } catch (IOException e) {
      throw new WorkerFailure(WorkerFailure.Kind.FAILED, "a helper process could not be started; see the server's log");
    } finally {
      places.release();
    }
  }

  private synchronized WorkerProcess worker() throws IOException {
    if (closed) {
      throw new Busy();
    }
    if (worker == null || !worker.alive()) {
      worker = WorkerProcess.start(WorkerLimits.STUDY, data, "worker-studies");
    }
    return worker;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (worker != null) {
      worker.close();
    }
  }
}
