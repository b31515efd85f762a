package dev.keylight.train.tiny;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/**
 * The pairs batches are drawn from: groups {@code n} to {@code n + window − 1} for batch {@code n}. So each step makes one
 * new group and forgets one, a pair is used a few times, batches are mixed from many people, and the batch of any number can
 * be made again.
 */
final class PairWindow implements AutoCloseable {
  private final LongFunction<Batch> maker;
  private final int window;
  private final int group;
  private final long seed;
  private final Deque<Batch> groups = new ArrayDeque<>();
  private long first = -1;

  /**
   * @param maker makes the group of a number
   * @param window how many groups a batch is drawn from
   * @param group pairs in each
   */
  PairWindow(LongFunction<Batch> maker, int window, int group, long seed) {
    this.maker = maker;
    this.window = window;
    this.group = group;
    this.seed = seed;
  }

  /** The batch of a number, in the scope around. */
  Batch batch(long number, int size) {
    reach(number);
    return Batch.of(List.copyOf(groups), group, random(number).ints(size, 0, window * group).toArray());
  }

  /** Whole groups in place of single pairs; they stay the window's and live until the next call. */
  List<Batch> groups(long number, int size) {
    reach(number);
    List<Batch> all = List.copyOf(groups);
    return random(number).ints(size, 0, window).mapToObj(all::get).toList();
  }

  private SplittableRandom random(long number) {
    return new SplittableRandom(seed * 65_537 + number);
  }

  private void reach(long number) {
    if (first < 0 || number < first || number >= first + window) {
      close();
      first = number;
    }
    while (first < number) {
      groups.removeFirst().free();
      first++;
    }
    while (groups.size() < window) {
      groups.addLast(maker.apply(first + groups.size()));
    }
  }

  @Override
  public void close() {
    groups.forEach(Batch::free);
    groups.clear();
  }
}
