package dev.keylight.pipeline;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;

/**
 * One stage of the pipeline: runs an iterator on a thread of its own, at most {@code capacity} items ahead of its
 * consumer. The bound is the back-pressure: a slow consumer stops the producer, so nothing holds a whole clip.
 *
 * <p>What the source throws is thrown again to the consumer, after the items that came before it. Closing stops the
 * thread, waits for it, and closes the items that nobody took. Close the last stage first.
 *
 * @param <T> items; those that are {@link AutoCloseable} are owned by whoever took them
 */
final class Ahead<T> implements Iterator<T>, AutoCloseable {
  private static final Object END = new Object();

  /** What the source threw, on its way to the consumer. */
  private record Failure(Throwable cause) {}

  private final BlockingQueue<Object> queue;
  private final StageClock clock;
  private final Thread thread;
  private volatile boolean closed;
  private Object head;

  /** @param clock told when the consumer waits */
  Ahead(String name, int capacity, Iterator<? extends T> source, StageClock clock) {
    this.clock = clock;
    queue = new ArrayBlockingQueue<>(capacity);
    thread = new Thread(() -> produce(source), "keylight-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void produce(Iterator<? extends T> source) {
    Object last = END;
    try {
      while (!closed && source.hasNext()) {
        put(source.next());
      }
    } catch (InterruptedException e) {
      last = new Failure(new CancellationException());
    } catch (Throwable e) {
      last = new Failure(e);
    }
    try {
      put(last);
    } catch (InterruptedException e) {
      // Only close() interrupts, and whoever closes asks for nothing more.
      Thread.currentThread().interrupt();
    }
  }

  private void put(Object item) throws InterruptedException {
    boolean handedOver = false;
    try {
      queue.put(item);
      handedOver = true;
    } finally {
      if (!handedOver) {
        dispose(item);
      }
    }
  }

  @Override
  public boolean hasNext() {
    if (head == null) {
      head = clock.waiting(this::take);
    }
    if (head instanceof Failure failure) {
      throw Ahead.<RuntimeException>unchecked(failure.cause);
    }
    return head != END;
  }

  private Object take() {
    try {
      return queue.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException();
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    T item = (T) head;
    head = null;
    return item;
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      thread.interrupt();
      drain();
      try {
        thread.join(20);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    drain();
    dispose(head);
    head = END;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    for (Object item = queue.poll(); item != null; item = queue.poll()) {
      dispose(item);
    }
  }

  private static void dispose(Object item) {
    if (item instanceof AutoCloseable resource) {
      try {
        resource.close();
      } catch (Exception e) {
        throw new IllegalStateException("an item of the pipeline could not be closed", e);
      }
    }
  }

  /** The cause is thrown as it is: stages throw unchecked exceptions and errors only. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> RuntimeException unchecked(Throwable cause) throws E {
    throw (E) cause;
  }
}
