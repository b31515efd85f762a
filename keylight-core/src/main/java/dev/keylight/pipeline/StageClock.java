package dev.keylight.pipeline;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Adds up how long each stage works. Work inside other work counts for the inner one only, and waiting for a neighbour
 * counts for nobody. Thread safe and cheap: a few clock reads an item.
 */
public final class StageClock {
  /** The stages of a render, in the order of the data's way. */
  public enum Stage {
    DECODE,
    TRACK,
    /** Motion put onto the reference, and the light of the moment. */
    ALIGN,
    /** What the engine makes of the light: normals, shadows and shading; nothing where a network does it. */
    SHADE,
    /** The rest of the engine: warping, or a network. */
    RENDER,
    /** Paste back, background, panels. */
    COMPOSE,
    ENCODE
  }

  private record Sum(LongAdder nanos, LongAdder items) {}

  private final Map<Stage, Sum> sums = new EnumMap<>(Stage.class);
  /** Of the work that the thread is in: the time that belongs to work inside it. */
  private final ThreadLocal<long[]> inside = ThreadLocal.withInitial(() -> new long[1]);

  private final long created = System.nanoTime();
  private volatile long firstFrame;

  public StageClock() {
    for (Stage stage : Stage.values()) {
      sums.put(stage, new Sum(new LongAdder(), new LongAdder()));
    }
  }

  /** Does one item's work of a stage and counts its time. */
  <T> T time(Stage stage, Supplier<T> work) {
    Sum sum = sums.get(stage);
    T result = measured(work, sum.nanos);
    sum.items.increment();
    return result;
  }

  /** Does one item's work of a stage and counts its time. */
  void time(Stage stage, Runnable work) {
    time(
        stage,
        () -> {
          work.run();
          return null;
        });
  }

  /** Waits for another thread; the time counts for no stage. */
  <T> T waiting(Supplier<T> wait) {
    return measured(wait, new LongAdder());
  }

  private <T> T measured(Supplier<T> work, LongAdder own) {
    long[] within = inside.get();
    long outer = within[0];
    within[0] = 0;
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      long elapsed = System.nanoTime() - start;
      own.add(elapsed - within[0]);
      within[0] = outer + elapsed;
    }
  }

  /** The same items, with the time of fetching each counted for a stage. */
  <T> Iterator<T> timed(Stage stage, Iterator<? extends T> source) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return source.hasNext();
      }

      @Override
      public T next() {
        return time(stage, () -> (T) source.next());
      }
    };
  }

  void firstFrameWritten() {
    if (firstFrame == 0) {
      firstFrame = System.nanoTime();
    }
  }

  /** Seconds from the clock's creation until the first frame was written, or NaN before that. */
  public double firstFrameSeconds() {
    return firstFrame == 0 ? Double.NaN : (firstFrame - created) / 1e9;
  }

  /** Milliseconds a stage worked for each of its items, 0 when it had none. */
  public double millisPerItem(Stage stage) {
    Sum sum = sums.get(stage);
    return sum.items.sum() == 0 ? 0 : sum.nanos.sum() / 1e6 / sum.items.sum();
  }
}
