package dev.keylight.pipeline;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Adds up how long each stage works, waiting for neighbours not counted. Thread safe and cheap: two clock reads an item. */
public final class StageClock {
  /** The stages of a render, in the order of the data's way. */
  public enum Stage {
    DECODE,
    TRACK,
    SHADE,
    RENDER,
    COMPOSE,
    ENCODE
  }

  private record Sum(LongAdder nanos, LongAdder items) {}

  private final Map<Stage, Sum> sums = new EnumMap<>(Stage.class);
  private final long created = System.nanoTime();
  private volatile long firstFrame;

  public StageClock() {
    for (Stage stage : Stage.values()) {
      sums.put(stage, new Sum(new LongAdder(), new LongAdder()));
    }
  }

  /** Does one item's work of a stage and counts its time. */
  <T> T time(Stage stage, Supplier<T> work) {
    long start = System.nanoTime();
    T result = work.get();
    Sum sum = sums.get(stage);
    sum.nanos.add(System.nanoTime() - start);
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

  /** Takes back time that was counted for a stage though it was spent waiting for the one before. */
  void subtract(Stage stage, long nanos) {
    sums.get(stage).nanos.add(-nanos);
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

  /** Seconds a stage worked so far. */
  public double seconds(Stage stage) {
    return sums.get(stage).nanos.sum() / 1e9;
  }

  /** Milliseconds a stage worked for each of its items, 0 when it had none. */
  public double millisPerItem(Stage stage) {
    Sum sum = sums.get(stage);
    return sum.items.sum() == 0 ? 0 : sum.nanos.sum() / 1e6 / sum.items.sum();
  }
}
