package dev.keylight.train.prepare;

import java.util.stream.IntStream;

/**
 * Who looks like whom, for splitting: the {@linkplain HeadShape shape of the head}, followed where a face network looked by its
 * numbers, which then decide alone. Used cautiously: two who are alike count as one.
 */
public final class Resemblance {
  /**
   * Distance of two faces' numbers below which they are one person's. Among our 62 test clips those of one person lie at most 0.26
   * apart and those of different people at least 0.42; dlib's own rule, 0.6 for single pictures, would chain strangers together.
   */
  private static final double SAME_FACE = 0.35;

  private Resemblance() {}

  /**
   * The numbers of one clip.
   *
   * @param shape of the head
   * @param face as an {@link Appraiser} has them, or null where none was seen or no network is at hand
   */
  static double[] of(double[] shape, double[] face) {
    return face == null ? shape : IntStream.range(0, shape.length + face.length)
        .mapToDouble(i -> i < shape.length ? shape[i] : face[i - shape.length]).toArray();
  }

  /** Whether two clips may show one person. Where only one of them has a face's numbers, the heads' shapes are compared. */
  public static boolean alike(double[] a, double[] b) {
    int shape = Math.min(HeadShape.NUMBERS, Math.min(a.length, b.length));
    if (a.length == b.length && a.length > shape) {
      return square(a, b, shape, a.length) < SAME_FACE * SAME_FACE;
    }
    return square(a, b, 0, shape) < HeadShape.SAME * HeadShape.SAME * shape / 3;
  }

  private static double square(double[] a, double[] b, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
