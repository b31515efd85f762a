package dev.keylight.eval.metric;

/** Distances and angles of plain vectors. */
public final class Vectors {
  private Vectors() {}

  /** Euclidean distance. */
  public static double distance(float[] a, float[] b) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += ((double) a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(squares);
  }

  public static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  /** Cosine of the angle between two vectors, −1..1; 0 if one has no length. */
  public static double cosine(float[] a, float[] b) {
    double lengths = Math.sqrt(dot(a, a) * dot(b, b));
    return lengths == 0 ? 0 : dot(a, b) / lengths;
  }

  /** The vector scaled to length 1; unchanged if it has none. */
  public static float[] unit(float[] a) {
    double length = Math.sqrt(dot(a, a));
    float[] unit = a.clone();
    for (int i = 0; length > 0 && i < unit.length; i++) {
      unit[i] /= (float) length;
    }
    return unit;
  }
}
