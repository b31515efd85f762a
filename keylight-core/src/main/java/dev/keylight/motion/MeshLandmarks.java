package dev.keylight.motion;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceTopology;

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

  static final int[] RIGHT_UPPER_LID = {246, 161, 160, 159, 158, 157, 173};
  static final int[] RIGHT_LOWER_LID = {7, 163, 144, 145, 153, 154, 155};
  static final int[] LEFT_UPPER_LID = {466, 388, 387, 386, 385, 384, 398};
  static final int[] LEFT_LOWER_LID = {249, 390, 373, 374, 380, 381, 382};
  static final int[] UPPER_INNER_LIP = {191, 80, 81, 82, 13, 312, 311, 310, 415};
  static final int[] LOWER_INNER_LIP = {95, 88, 178, 87, 14, 317, 402, 318, 324};

  private MeshLandmarks() {}

  /** Whether the named vertices exist: other meshes (FLAME) are aligned as a whole, without lids, lips and gaze. */
  static boolean describe(FaceTopology topology) {
    return topology.vertexCount() == VERTICES;
  }
}
