package dev.keylight.engine;

import dev.keylight.face.FaceObservation;
import dev.keylight.media.Frame;

/**
 * The person of a {@link Portrait} with lips apart, from another moment: what is seen between them may be lent to the
 * portrait. Owns the picture.
 *
 * @param frame RGB, of any size
 * @param face the mesh found on it, in its pixels
 */
public record OpenMouth(Frame frame, FaceObservation face) implements AutoCloseable {
  @Override
  public void close() {
    frame.close();
  }
}
