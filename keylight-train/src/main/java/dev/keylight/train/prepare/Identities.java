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
    DisjointSets alike = new DisjointSets(rows.size());
    Map<String, Integer> bySource = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      Integer same = rows.get(i).accepted() ? bySource.putIfAbsent(rows.get(i).source(), i) : null;
      if (same != null) {
        alike.join(i, same);
      }
    }
    for (Pair pair : pairs) {
      alike.join(pair.first, pair.second);
    }
    int[] people = new int[rows.size()];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < people.length; i++) {
      people[i] = -1;
      if (rows.get(i).accepted()) {
        int next = numbers.size();
        people[i] = numbers.computeIfAbsent(alike.root(i), unused -> next);
      }
    }
    return people;
  }
}
