package dev.keylight.motion;

import dev.keylight.face.FaceTopology;

/**
 * The vertices of the built-in 478-point mesh that motion needs by name. Right and left are the subject's; pairs of upper
 * and lower vertices lie opposite each other and touch when the eye or the mouth is shut.
 */
final class MeshLandmarks {
  static final int VERTICES = 478;
  static final int MESH_VERTICES = 468;

  static final int RIGHT_EYE_OUTER = 33;
  static final int RIGHT_EYE_INNER = 133;
  static final int LEFT_EYE_INNER = 362;
  static final int LEFT_EYE_OUTER = 263;
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

  static final int[] RIGHT_BROW = {70, 63, 105, 66, 107, 46, 53, 52, 65, 55};
  static final int[] LEFT_BROW = {300, 293, 334, 296, 336, 276, 283, 282, 295, 285};
  static final int[] OUTER_LIP = {
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405, 321, 375
  };

  /** The first of the five vertices of each iris; it is the centre. */
  static final int RIGHT_IRIS = 468;

  static final int LEFT_IRIS = 473;
  static final int IRIS_VERTICES = 5;

  private MeshLandmarks() {}

  /** Whether the named vertices exist: other meshes (FLAME) are aligned as a whole, without lids, lips and gaze. */
  static boolean describe(FaceTopology topology) {
    return topology.vertexCount() == VERTICES;
  }
}
