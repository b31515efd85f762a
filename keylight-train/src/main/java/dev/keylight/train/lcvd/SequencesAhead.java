package dev.keylight.train.lcvd;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Draws the next batch's sequence while this one is learnt from: a GPU is done sooner than sixteen hints are drawn. */
final class SequencesAhead implements AutoCloseable {
  private final LongFunction<DrawnSequence> draw;
  private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
    Thread thread = new Thread(task, "sequences");
    thread.setDaemon(true);
    return thread;
  });
  private long expected = -1;
  private Future<DrawnSequence> next;

  /** @param draw the sequence of a batch, by the batch's number alone; called on another thread, one at a time */
  SequencesAhead(LongFunction<DrawnSequence> draw) {
    this.draw = draw;
  }

  /**
   * The sequence of a batch, the caller's.
   *
   * @param following the batch that will most likely be asked for next
   */
  DrawnSequence take(long number, long following) {
    if (expected != number) {
      discard();
      next = worker.submit(() -> draw.apply(number));
    }
    DrawnSequence drawn = got(next);
    expected = following;
    next = worker.submit(() -> draw.apply(following));
    return drawn;
  }

  private static DrawnSequence got(Future<DrawnSequence> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException told ? told : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a sequence was drawn", e);
    }
  }

  private void discard() {
    if (next != null) {
      Future<DrawnSequence> unwanted = next;
      next = null;
      worker.submit(() -> got(unwanted).close());
    }
  }

  /** Waits for what is being drawn: the clips must stay open until then. */
  @Override
  public void close() {
    discard();
    worker.shutdown();
    try {
      worker.awaitTermination(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
