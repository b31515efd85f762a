package dev.keylight.lcvd.tiny;

import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import org.bytedeco.opencv.opencv_core.Mat;

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
   * @param vertices of the face in the model's pixels
   * @param light the hint is drawn under
   * @param scene the picture the background is taken from, RGB; closed after use unless it serves the whole clip
   * @param matte of the person there, 32-bit float in 0..1, likewise
   */
  record Head(HeadSquare square, float[] vertices, SphericalHarmonics light, Mat scene, Mat matte) {}
}
