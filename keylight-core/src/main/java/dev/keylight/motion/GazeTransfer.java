package dev.keylight.motion;

import static dev.keylight.face.FaceLandmarks.IRIS_POINTS;
import static dev.keylight.face.FaceLandmarks.LEFT_EYE_INNER;
import static dev.keylight.face.FaceLandmarks.LEFT_EYE_OUTER;
import static dev.keylight.face.FaceLandmarks.LEFT_IRIS;
import static dev.keylight.face.FaceLandmarks.RIGHT_EYE_INNER;
import static dev.keylight.face.FaceLandmarks.RIGHT_EYE_OUTER;
import static dev.keylight.face.FaceLandmarks.RIGHT_IRIS;

import dev.keylight.motion.Retargeting.Gaze;

/**
 * Moves the irises as the driver's move between the corners of the eyes. Both eyes are moved by their mean, so that noise
 * in one never makes the reference squint.
 */
final class GazeTransfer {
  /** How far an iris may go from where it is in the reference, in eye widths, before white shows on the wrong side. */
  private static final double REACH_X = 0.22;

  private static final double REACH_Y = 0.14;

  private final float[] reference;

  GazeTransfer(float[] reference) {
    this.reference = reference;
  }

  /**
   * @param face the reference with the driver's expression; its irises are still the reference's own
   * @param from the face whose gaze counts as no change
   * @param open how far the eyes are open, 1 is as usual: the tracker guesses the irises of shut eyes, so they rest
   */
  void apply(float[] face, float[] driver, float[] from, float open, Retargeting controls) {
    Gaze gaze = controls.gaze();
    double trust = Math.min(1, Math.max(0, (open - 0.15) / 0.35));
    double strength = trust * gaze.strength() * Math.min(1, controls.strength().expression());
    double x = 0;
    double y = 0;
    for (boolean right : new boolean[] {true, false}) {
      x += (across(driver, right) - across(from, right)) / 2;
      y += (down(driver, right) - down(from, right)) / 2;
    }
    x = REACH_X * Math.tanh(strength * x / REACH_X) + gaze.x();
    y = REACH_Y * Math.tanh(strength * y / REACH_Y) + gaze.y();
    move(face, RIGHT_IRIS, RIGHT_EYE_OUTER, RIGHT_EYE_INNER, x, y);
    move(face, LEFT_IRIS, LEFT_EYE_INNER, LEFT_EYE_OUTER, x, y);
  }

  private void move(float[] face, int iris, int a, int b, double x, double y) {
    float width = Aperture.distance(reference, a, b);
    float[] shift = new float[3];
    for (int k = 0; k < 3; k++) {
      // The eyeball goes with its corners.
      shift[k] = (face[3 * a + k] - reference[3 * a + k] + face[3 * b + k] - reference[3 * b + k]) / 2;
    }
    shift[0] += (float) (width * x);
    shift[1] += (float) (width * y);
    for (int v = iris; v < iris + IRIS_POINTS; v++) {
      for (int k = 0; k < 3; k++) {
        face[3 * v + k] += shift[k];
      }
    }
  }

  private static double across(float[] face, boolean right) {
    return relative(face, right, 0);
  }

  private static double down(float[] face, boolean right) {
    return relative(face, right, 1);
  }

  /** An iris centre's place from the middle between the corners, in eye widths. */
  private static double relative(float[] face, boolean right, int axis) {
    int iris = right ? RIGHT_IRIS : LEFT_IRIS;
    int a = right ? RIGHT_EYE_OUTER : LEFT_EYE_INNER;
    int b = right ? RIGHT_EYE_INNER : LEFT_EYE_OUTER;
    float middle = (face[3 * a + axis] + face[3 * b + axis]) / 2;
    return (face[3 * iris + axis] - middle) / Aperture.distance(face, a, b);
  }
}
