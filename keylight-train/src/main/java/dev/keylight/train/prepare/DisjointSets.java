package dev.keylight.train.prepare;

import java.util.stream.IntStream;

/** Things 0 to n − 1 in sets that only ever grow together; at first each by itself (union-find, paths halved). */
public final class DisjointSets {
  private final int[] parent;

  /** @param count of things */
  public DisjointSets(int count) {
    parent = IntStream.range(0, count).toArray();
  }

  /** The one that stands for the set which thing {@code i} is in, until the set grows. */
  public int root(int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }

  /** Makes one set of those which the two are in; the second's root stands for it. */
  public void join(int one, int other) {
    parent[root(one)] = root(other);
  }
}
