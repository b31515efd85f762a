package dev.keylight.motion;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceTopology;
import java.util.Arrays;

/**
 * The vertices that motion needs beyond {@link FaceLandmarks}: pairs of upper and lower ones that lie opposite each other
 * and touch when the eye or the mouth is shut. Right and left are the subject's.
 */
final class MeshLandmarks {
  static final int VERTICES = FaceLandmarks.COUNT;
  static final int MESH_VERTICES = FaceLandmarks.MESH_COUNT;

  /** The corners of the mouth's opening, inside those of the lips. */
  static final int MOUTH_RIGHT = 78;

  static final int MOUTH_LEFT = 308;
  static final int CHEEK_RIGHT = 234;
  static final int CHEEK_LEFT = 454;

  static final int[] RIGHT_UPPER_LID = betweenCorners(FaceLandmarks.rightUpperLid());
  static final int[] RIGHT_LOWER_LID = betweenCorners(FaceLandmarks.rightLowerLid());
  static final int[] LEFT_UPPER_LID = betweenCorners(FaceLandmarks.leftUpperLid());
  static final int[] LEFT_LOWER_LID = betweenCorners(FaceLandmarks.leftLowerLid());
  static final int[] UPPER_INNER_LIP = betweenCorners(FaceLandmarks.upperLip());
  static final int[] LOWER_INNER_LIP = betweenCorners(FaceLandmarks.lowerLip());

  private MeshLandmarks() {}

  private static int[] betweenCorners(int[] edge) {
    return Arrays.copyOfRange(edge, 1, edge.length - 1);
  }

  /** Whether the named vertices exist: other meshes (FLAME) are aligned as a whole, without lids, lips and gaze. */
  static boolean describe(FaceTopology topology) {
    return topology.vertexCount() == VERTICES;
  }
}
