package dev.keylight.motion;

import static dev.keylight.motion.MeshLandmarks.LEFT_LOWER_LID;
import static dev.keylight.motion.MeshLandmarks.LEFT_UPPER_LID;
import static dev.keylight.motion.MeshLandmarks.MESH_VERTICES;
import static dev.keylight.motion.MeshLandmarks.RIGHT_LOWER_LID;
import static dev.keylight.motion.MeshLandmarks.RIGHT_UPPER_LID;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.motion.Retargeting.Strength;

/**
 * Which part of the face each vertex moves with, as soft shares of eyes, brows and mouth that add up to one, so that
 * strengths may differ between regions without a crease.
 */
final class ExpressionRegions {
  private static final int BROW_ARCH = 63;
  private static final double EYE_REACH = 1.1;
  private static final double BROW_REACH = 1.2;

  private final float[] eyes = new float[MESH_VERTICES];
  private final float[] brows = new float[MESH_VERTICES];

  ExpressionRegions(float[] canonical) {
    int[][] lids = {RIGHT_UPPER_LID, RIGHT_LOWER_LID, LEFT_UPPER_LID, LEFT_LOWER_LID};
    int[][] browArcs = {FaceLandmarks.rightBrow(), FaceLandmarks.leftBrow()};
    for (int v = 0; v < MESH_VERTICES; v++) {
      double toEye = nearest(canonical, v, lids);
      double toBrow = nearest(canonical, v, browArcs);
      double eye = Math.exp(-square(toEye / EYE_REACH));
      double brow = Math.exp(-square(toBrow / BROW_REACH));
      // The forehead goes with the brows however far up it is.
      brow = Math.max(brow, smooth((canonical[3 * BROW_ARCH + 1] - canonical[3 * v + 1]) / 1.5));
      double sum = eye + brow;
      double share = Math.min(1, sum) / Math.max(sum, 1e-9);
      eyes[v] = (float) (eye * share);
      brows[v] = (float) (brow * share);
    }
  }

  /** How much of the driver's displacement a mesh vertex takes over. */
  float strength(int vertex, Strength strength) {
    float mouth = 1 - eyes[vertex] - brows[vertex];
    return strength.expression()
        * (eyes[vertex] * strength.eyes() + brows[vertex] * strength.brows() + mouth * strength.mouth());
  }

  private static double nearest(float[] canonical, int vertex, int[][] sets) {
    double nearest = Double.MAX_VALUE;
    for (int[] set : sets) {
      for (int other : set) {
        nearest = Math.min(nearest, Aperture.distance(canonical, vertex, other));
      }
    }
    return nearest;
  }

  private static double square(double x) {
    return x * x;
  }

  private static double smooth(double x) {
    double t = Math.max(0, Math.min(1, x));
    return t * t * (3 - 2 * t);
  }
}
