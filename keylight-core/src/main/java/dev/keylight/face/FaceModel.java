package dev.keylight.face;

import dev.keylight.media.Frame;
import java.util.List;

/**
 * A parametric face behind one door: the built-in mesh tracker, or FLAME through DECA when the user has its files.
 * Stateful along a clip; not thread safe.
 */
public interface FaceModel extends AutoCloseable {
  /** All faces of the next frame of the clip, largest first when seen for the first time; empty when none is found. */
  List<FaceObservation> observe(Frame frame);

  /** Forgets the clip so far: the next frame starts a new one. */
  void reset();

  /** What the vertices mean. */
  FaceTopology topology();

  @Override
  void close();
}
