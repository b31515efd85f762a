package dev.keylight.pipeline;

import dev.keylight.face.FaceObservation;
import java.util.List;

/**
 * Keeps to one person among the faces of a clip. The person is chosen once, by size, and kept by id; after a cut, when all
 * faces have new ids, the choice is made again.
 */
final class Subject {
  private static final int NOBODY = -1;
  private final int wanted;
  private int followed = NOBODY;
  private int newest = NOBODY;

  /**
   * @param wanted 0 for the largest face, 1 for the next
   */
  Subject(int wanted) {
    this.wanted = wanted;
  }

  /** The person's face on this frame, or null where it is not to be seen. */
  FaceObservation among(List<FaceObservation> faces) {
    FaceObservation chosen = null;
    int unknown = 0;
    for (FaceObservation face : faces) {
      if (face.id() == followed) {
        chosen = face;
        break;
      }
      if (face.id() > newest && unknown++ == wanted) {
        chosen = face;
      }
    }
    if (chosen != null) {
      followed = chosen.id();
      for (FaceObservation face : faces) {
        newest = Math.max(newest, face.id());
      }
    }
    return chosen;
  }
}
