package dev.keylight.train.tiny;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The pairs batches are drawn from: groups {@code n} to {@code n + window − 1} for batch {@code n}. So each step makes one
 * new group and forgets one, a pair is used a few times, batches are mixed from many people, and the batch of any number can
 * be made again.
 */
final class PairWindow implements AutoCloseable {
  private final PairMaker maker;
  private final int window;
  private final int group;
  private final long seed;
  private final Deque<List<PairMaker.Pair>> groups = new ArrayDeque<>();
  private long first = -1;

  PairWindow(PairMaker maker, int window, int group, long seed) {
    this.maker = maker;
    this.window = window;
    this.group = group;
    this.seed = seed;
  }

  /** The pairs of a batch; they stay the window's, until a later batch is asked for. */
  List<PairMaker.Pair> batch(long number, int size) {
    if (first < 0 || number < first || number >= first + window) {
      close();
      first = number;
    }
    while (first < number) {
      free(groups.removeFirst());
      first++;
    }
    while (groups.size() < window) {
      groups.addLast(maker.group(first + groups.size(), group));
    }
    List<PairMaker.Pair> all = new ArrayList<>();
    groups.forEach(all::addAll);
    SplittableRandom random = new SplittableRandom(seed * 65_537 + number);
    List<PairMaker.Pair> batch = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      batch.add(all.get(random.nextInt(all.size())));
    }
    return batch;
  }

  private static void free(List<PairMaker.Pair> pairs) {
    for (PairMaker.Pair pair : pairs) {
      pair.reference().close();
      pair.hint().close();
    }
  }

  @Override
  public void close() {
    groups.forEach(PairWindow::free);
    groups.clear();
  }
}
