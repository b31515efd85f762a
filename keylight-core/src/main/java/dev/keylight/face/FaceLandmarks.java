package dev.keylight.face;

/**
 * Which vertex is what on the built-in mesh (MediaPipe's numbering). "Right" and "left" are the subject's own: the
 * subject's right eye is on the picture's left.
 */
public final class FaceLandmarks {
  /** Vertices per observation: 468 of the mesh and 5 for each iris. */
  public static final int COUNT = 478;

  /** Vertices of the canonical mesh, without the irises. */
  public static final int MESH_COUNT = 468;

  public static final int NOSE_TIP = 4;
  public static final int NOSE_BRIDGE = 168;
  public static final int FOREHEAD_TOP = 10;
  public static final int CHIN = 152;
  public static final int RIGHT_EYE_OUTER = 33;
  public static final int RIGHT_EYE_INNER = 133;
  public static final int LEFT_EYE_INNER = 362;
  public static final int LEFT_EYE_OUTER = 263;
  public static final int RIGHT_EYE_TOP = 159;
  public static final int RIGHT_EYE_BOTTOM = 145;
  public static final int LEFT_EYE_TOP = 386;
  public static final int LEFT_EYE_BOTTOM = 374;
  public static final int MOUTH_RIGHT = 61;
  public static final int MOUTH_LEFT = 291;
  public static final int UPPER_LIP_INNER = 13;
  public static final int LOWER_LIP_INNER = 14;
  public static final int UPPER_LIP_OUTER = 0;
  public static final int LOWER_LIP_OUTER = 17;

  /** Centre of the subject's right iris; the four points after it lie on its rim. */
  public static final int RIGHT_IRIS = 468;

  /** Centre of the subject's left iris; the four points after it lie on its rim. */
  public static final int LEFT_IRIS = 473;

  /** Points per iris: the centre and four on the rim. */
  public static final int IRIS_POINTS = 5;

  /** The outline of the face, clockwise in the picture from the top of the forehead. */
  private static final int[] OVAL = {
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
    136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109
  };

  /** Outer edge of the lips, from the right corner over the upper lip, closed. */
  private static final int[] LIPS_OUTER = {
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146
  };

  /** Inner edge of the lips, from the right corner over the upper lip, closed: the mouth's opening. */
  private static final int[] LIPS_INNER = {
    78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95
  };

  /** Edge of the right eye's opening, from the outer corner over the upper lid, closed. */
  private static final int[] RIGHT_EYE = {33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7};

  /** Edge of the left eye's opening, from the outer corner over the upper lid, closed. */
  private static final int[] LEFT_EYE = {
    263, 466, 388, 387, 386, 385, 384, 398, 362, 382, 381, 380, 374, 373, 390, 249
  };

  /** The right brow: upper edge from outside to inside, then the lower edge back, closed. */
  private static final int[] RIGHT_BROW = {70, 63, 105, 66, 107, 55, 65, 52, 53, 46};

  /** The left brow: upper edge from outside to inside, then the lower edge back, closed. */
  private static final int[] LEFT_BROW = {300, 293, 334, 296, 336, 285, 295, 282, 283, 276};

  /** Points that expressions hardly move: nose bridge, eye corners, temples, forehead. */
  private static final int[] RIGID = {
    6, 168, 197, 195, 5, 4, 33, 133, 362, 263, 127, 356, 234, 454, 10, 151, 9, 8, 109, 338, 54, 284
  };

  private FaceLandmarks() {}

  /** Half of a closed contour: from one corner, along or against its order, to the corner opposite. */
  private static int[] edge(int[] contour, int corner, int step) {
    int[] edge = new int[contour.length / 2 + 1];
    for (int i = 0; i < edge.length; i++) {
      edge[i] = contour[Math.floorMod(corner + step * i, contour.length)];
    }
    return edge;
  }

  /**
   * The right upper lid's edge. This and the five below run from corner to corner, from left to right in the picture;
   * points of the same place in an upper and a lower edge touch when the opening is shut.
   */
  public static int[] rightUpperLid() {
    return edge(RIGHT_EYE, 0, 1);
  }

  public static int[] rightLowerLid() {
    return edge(RIGHT_EYE, 0, -1);
  }

  public static int[] leftUpperLid() {
    return edge(LEFT_EYE, LEFT_EYE.length / 2, -1);
  }

  public static int[] leftLowerLid() {
    return edge(LEFT_EYE, LEFT_EYE.length / 2, 1);
  }

  /** The inner edge of the upper lip. */
  public static int[] upperLip() {
    return edge(LIPS_INNER, 0, 1);
  }

  /** The inner edge of the lower lip. */
  public static int[] lowerLip() {
    return edge(LIPS_INNER, 0, -1);
  }

  public static int[] oval() {
    return OVAL.clone();
  }

  public static int[] lipsOuter() {
    return LIPS_OUTER.clone();
  }

  public static int[] lipsInner() {
    return LIPS_INNER.clone();
  }

  public static int[] rightEye() {
    return RIGHT_EYE.clone();
  }

  public static int[] leftEye() {
    return LEFT_EYE.clone();
  }

  public static int[] rightBrow() {
    return RIGHT_BROW.clone();
  }

  public static int[] leftBrow() {
    return LEFT_BROW.clone();
  }

  /** Points that expressions hardly move: nose bridge, eye corners, temples, forehead. */
  public static int[] rigid() {
    return RIGID.clone();
  }
}
