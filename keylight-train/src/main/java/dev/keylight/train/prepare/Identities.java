package dev.keylight.train.prepare;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.train.data.Clip;
import dev.keylight.train.data.Dataset;
import dev.keylight.train.data.ManifestRow;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which clips show the same person: those from one video, and those whose head shapes hardly differ. The shape is the
 * median over a clip of the mesh without pose, at unit size, mouth and eyes left out. It knows no skin or hair, so it is
 * used cautiously, for splitting only: two who are alike count as one, and both stay on the same side.
 */
final class Identities {
  /** Root mean square distance, in shares of the head's size, below which two shapes are one person's. */
  private static final double SAME = 0.012;

  private static final int LOOKS = 15;

  private final Path folder;

  Identities(Path folder) {
    this.folder = folder;
  }

  /** A number per row, counted from 0 in the order of first appearance; −1 for rejected rows. */
  int[] of(List<ManifestRow> rows) {
    int[] parent = new int[rows.size()];
    double[][] shapes = new double[rows.size()][];
    Map<String, Integer> bySource = new HashMap<>();
    for (int i = 0; i < parent.length; i++) {
      parent[i] = i;
      if (!rows.get(i).accepted()) {
        continue;
      }
      shapes[i] = shape(rows.get(i));
      Integer same = bySource.putIfAbsent(rows.get(i).source(), i);
      if (same != null) {
        parent[i] = root(parent, same);
      }
      for (int j = 0; j < i; j++) {
        if (shapes[j] != null && distance(shapes[i], shapes[j]) < SAME) {
          parent[root(parent, i)] = root(parent, j);
        }
      }
    }
    int[] people = new int[parent.length];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < people.length; i++) {
      people[i] = -1;
      if (shapes[i] != null) {
        int root = root(parent, i);
        Integer number = numbers.get(root);
        if (number == null) {
          number = numbers.size();
          numbers.put(root, number);
        }
        people[i] = number;
      }
    }
    return people;
  }

  private static int root(int[] parent, int i) {
    int at = i;
    while (parent[at] != at) {
      at = parent[at];
    }
    return at;
  }

  private double[] shape(ManifestRow row) {
    int[] rigid = FaceLandmarks.rigid();
    try (Clip clip = Clip.open(Dataset.file(folder, row.clip()))) {
      int looks = Math.min(LOOKS, clip.frames());
      double[][] values = new double[3 * rigid.length][looks];
      for (int k = 0; k < looks; k++) {
        FaceObservation face = clip.face(looks == 1 ? 0 : k * (clip.frames() - 1) / (looks - 1));
        for (int v = 0; v < rigid.length; v++) {
          for (int axis = 0; axis < 3; axis++) {
            values[3 * v + axis][k] = face.canonical()[3 * rigid[v] + axis];
          }
        }
      }
      double[] shape = new double[values.length];
      double square = 0;
      for (int i = 0; i < shape.length; i++) {
        Arrays.sort(values[i]);
        shape[i] = values[i][looks / 2];
        square += shape[i] * shape[i];
      }
      for (int i = 0; i < shape.length; i++) {
        shape[i] /= Math.sqrt(square / rigid.length);
      }
      return shape;
    }
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length * 3);
  }
}
