package dev.keylight.motion;

import dev.keylight.face.FaceLandmarks;
import java.util.Arrays;

/**
 * An opening of the face, an eye's or the mouth's: pairs of opposite vertices that touch when it is shut, and the skin
 * around that follows them. Measures how far it is open and opens or shuts it. Lengths are canonical, along the head's
 * own vertical.
 */
final class Aperture {
  private final int[] upper;
  private final int[] lower;
  private final int corner;
  private final int oppositeCorner;
  private final Skin upperSkin;
  private final Skin lowerSkin;

  /** Vertices around one edge and how much each follows each of the edge's vertices. */
  private record Skin(int[] vertices, float[][] following) {}

  /**
   * @param canonical the mean face, on which distances along the skin are measured
   * @param upperReach how far above the upper edge the skin follows it, in canonical units
   * @param lowerReach the same below the lower edge
   */
  Aperture(
      float[] canonical, int[] upper, int[] lower, int corner, int oppositeCorner, float upperReach, float lowerReach) {
    this.upper = upper;
    this.lower = lower;
    this.corner = corner;
    this.oppositeCorner = oppositeCorner;
    this.upperSkin = skin(canonical, upper, lower, upperReach);
    this.lowerSkin = skin(canonical, lower, upper, lowerReach);
  }

  static Aperture rightEye(float[] canonical) {
    return new Aperture(
        canonical, MeshLandmarks.RIGHT_UPPER_LID, MeshLandmarks.RIGHT_LOWER_LID, FaceLandmarks.RIGHT_EYE_OUTER,
        FaceLandmarks.RIGHT_EYE_INNER, 0.5f, 0.5f);
  }

  static Aperture leftEye(float[] canonical) {
    return new Aperture(
        canonical, MeshLandmarks.LEFT_UPPER_LID, MeshLandmarks.LEFT_LOWER_LID, FaceLandmarks.LEFT_EYE_OUTER,
        FaceLandmarks.LEFT_EYE_INNER, 0.5f, 0.5f);
  }

  static Aperture mouth(float[] canonical) {
    return new Aperture(
        canonical, MeshLandmarks.UPPER_INNER_LIP, MeshLandmarks.LOWER_INNER_LIP, MeshLandmarks.MOUTH_RIGHT,
        MeshLandmarks.MOUTH_LEFT, 0.8f, 1.8f);
  }

  /** The distance between the corners. */
  float width(float[] face) {
    return distance(face, corner, oppositeCorner);
  }

  /** How far each pair is apart; slightly negative where a shut aperture overlaps. */
  float[] openings(float[] face) {
    float[] openings = new float[upper.length];
    for (int k = 0; k < upper.length; k++) {
      openings[k] = face[3 * lower[k] + 1] - face[3 * upper[k] + 1];
    }
    return openings;
  }

  /** The mean opening of the middle pairs; those next to the corners hardly move and only add noise. */
  float opening(float[] face) {
    float sum = 0;
    for (int k = 1; k < upper.length - 1; k++) {
      sum += face[3 * lower[k] + 1] - face[3 * upper[k] + 1];
    }
    return sum / (upper.length - 2);
  }

  /**
   * Moves the edges, and the skin around with them, until every pair is as far apart as asked.
   *
   * @param upperShare the part of each correction that the upper edge makes, 0..1
   */
  void open(float[] face, float[] openings, float upperShare) {
    float[] missing = openings(face);
    for (int k = 0; k < missing.length; k++) {
      missing[k] = openings[k] - missing[k];
    }
    move(face, upper, upperSkin, missing, -upperShare);
    move(face, lower, lowerSkin, missing, 1 - upperShare);
  }

  private static void move(float[] face, int[] edge, Skin skin, float[] missing, float share) {
    for (int k = 0; k < edge.length; k++) {
      face[3 * edge[k] + 1] += share * missing[k];
    }
    for (int i = 0; i < skin.vertices.length; i++) {
      float[] following = skin.following[i];
      float shift = 0;
      for (int k = 0; k < following.length; k++) {
        shift += following[k] * missing[k];
      }
      face[3 * skin.vertices[i] + 1] += share * shift;
    }
  }

  private Skin skin(float[] canonical, int[] edge, int[] otherEdge, float reach) {
    int[] vertices = new int[MeshLandmarks.MESH_VERTICES];
    float[][] following = new float[MeshLandmarks.MESH_VERTICES][];
    int count = 0;
    for (int v = 0; v < MeshLandmarks.MESH_VERTICES; v++) {
      if (v == corner || v == oppositeCorner || contains(edge, v) || contains(otherEdge, v)) {
        continue;
      }
      double near = nearest(canonical, v, edge);
      double far = nearest(canonical, v, otherEdge);
      // Skin between both edges' reach (around the corners) belongs to the nearer one.
      double side = Math.pow(far * far / (near * near + far * far), 4);
      double weight = Math.min(1, 2 * side) * Math.exp(-near * near / (reach * reach));
      if (near > far || weight < 0.01) {
        continue;
      }
      float[] shares = new float[edge.length];
      double sum = 0;
      for (int k = 0; k < edge.length; k++) {
        double d = distance(canonical, v, edge[k]);
        shares[k] = (float) Math.exp(-(d * d - near * near) / (0.35 * reach * reach));
        sum += shares[k];
      }
      for (int k = 0; k < edge.length; k++) {
        shares[k] *= (float) (weight / sum);
      }
      vertices[count] = v;
      following[count++] = shares;
    }
    return new Skin(Arrays.copyOf(vertices, count), Arrays.copyOf(following, count));
  }

  private static double nearest(float[] face, int vertex, int[] edge) {
    double nearest = Double.MAX_VALUE;
    for (int other : edge) {
      nearest = Math.min(nearest, distance(face, vertex, other));
    }
    return nearest;
  }

  private static boolean contains(int[] edge, int vertex) {
    for (int other : edge) {
      if (other == vertex) {
        return true;
      }
    }
    return false;
  }

  static float distance(float[] face, int a, int b) {
    float x = face[3 * a] - face[3 * b];
    float y = face[3 * a + 1] - face[3 * b + 1];
    float z = face[3 * a + 2] - face[3 * b + 2];
    return (float) Math.sqrt(x * x + y * y + z * z);
  }
}
