package dev.keylight.lcvd.render;

import org.bytedeco.pytorch.Tensor;

/** The hand-over from preprocessing, frame by frame; frame 0 is the reference itself (spec §7.11). Squares of one size. */
public interface Panels {
  /** The five squares of a frame, left to right. */
  enum Panel {
    REFERENCE,
    MASK,
    DRIVING,
    LANDMARKS,
    SHADING
  }

  /** How many frames there are, the reference included. */
  int frames();

  /** Side of a square in pixels. */
  int size();

  /**
   * One square, as 0..255 in float32: {@code [1, 3, size, size]}.
   *
   * @throws dev.keylight.BadInputException when the frame cannot be read or has another size
   */
  Tensor read(int frame, Panel panel);

  /** A word that changes when the panels do, for continuing interrupted renders. */
  String fingerprint();
}
