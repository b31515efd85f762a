package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceObservation;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;

/**
 * A frame the warp made, and what the model must know to change it.
 *
 * @param frame changed in place and given out
 * @param head where the model looks; null where nothing is to be changed
 */
record Draft(Frame frame, Head head) {
  /**
   * What the model sees, at its own size.
   *
   * @param square of the frame
   * @param face in the model's pixels
   * @param light that is asked for
   * @param scene behind the head; closed after use unless it serves the whole clip
   */
  record Head(HeadSquare square, FaceObservation face, SphericalHarmonics light, Scene scene) {}
}
