package dev.keylight.train.prepare;

import dev.keylight.train.data.ManifestRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which clips show the same person: those from one video, and those who {@linkplain Resemblance look alike}. */
public final class Identities {
  private Identities() {}

  /**
   * Two clips with one person's head.
   *
   * @param first the one clip's index in the manifest
   * @param second the other's
   */
  public record Pair(int first, int second) implements Serializable {}

  /** All pairs of likeness among the accepted rows. */
  static List<Pair> pairs(List<ManifestRow> rows, Map<String, double[]> shapes) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      double[] shape = rows.get(i).accepted() ? shapes.get(rows.get(i).clip()) : null;
      for (int j = 0; shape != null && j < i; j++) {
        if (rows.get(j).accepted() && Resemblance.alike(shape, shapes.get(rows.get(j).clip()))) {
          pairs.add(new Pair(j, i));
        }
      }
    }
    return pairs;
  }

  /** A number per row, counted from 0 in the order of first appearance; −1 for rejected rows. */
  static int[] number(List<ManifestRow> rows, List<Pair> pairs) {
    int[] parent = new int[rows.size()];
    Map<String, Integer> bySource = new HashMap<>();
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      Integer same = rows.get(i).accepted() ? bySource.putIfAbsent(rows.get(i).source(), i) : null;
      if (same != null) {
        parent[i] = root(parent, same);
      }
    }
    for (Pair pair : pairs) {
      parent[root(parent, pair.first)] = root(parent, pair.second);
    }
    int[] people = new int[parent.length];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < people.length; i++) {
      people[i] = -1;
      if (rows.get(i).accepted()) {
        int next = numbers.size();
        people[i] = numbers.computeIfAbsent(root(parent, i), unused -> next);
      }
    }
    return people;
  }

  private static int root(int[] parent, int i) {
    int at = i;
    while (parent[at] != at) {
      parent[at] = parent[parent[at]];
      at = parent[at];
    }
    return at;
  }
}
