package dev.keylight.train.prepare;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.train.data.Clip;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The shape of a head: the median over a clip of the mesh without pose, at unit size, mouth and eyes left out. It knows no
 * skin or hair.
 */
public final class HeadShape {
  /** Root mean square distance, in shares of the head's size, below which two shapes are one person's. */
  static final double SAME = 0.012;

  /** Of one shape. */
  static final int NUMBERS = 3 * FaceLandmarks.rigid().length;

  private static final int LOOKS = 15;

  private HeadShape() {}

  /** The shape of the head in a stored clip: x, y and z of each rigid vertex. */
  public static double[] of(Path file) {
    int[] rigid = FaceLandmarks.rigid();
    try (Clip clip = Clip.open(file)) {
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
}
