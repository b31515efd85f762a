package dev.keylight.engine;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import java.util.Optional;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The person to be rendered: picture, mesh and matte at the working resolution. Owns all of them.
 *
 * @param frame the reference picture, RGB
 * @param face the mesh found on it, in its pixels
 * @param topology what the vertices mean
 * @param matte how much of each pixel is the person, 32-bit float in 0..1, same size as the frame
 * @param openMouth the same person with lips apart, where one is known
 */
public record Portrait(
    Frame frame, FaceObservation face, FaceTopology topology, Mat matte, Optional<OpenMouth> openMouth)
    implements AutoCloseable {
  /** A person of whom nothing else is known. */
  public Portrait(Frame frame, FaceObservation face, FaceTopology topology, Mat matte) {
    this(frame, face, topology, matte, Optional.empty());
  }

  @Override
  public void close() {
    frame.close();
    matte.close();
    openMouth.ifPresent(OpenMouth::close);
  }
}
