package dev.keylight.eval.metric;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The landmarks that show how a face moves: outline, brows, eyes, nose and lips; and units to measure them in. */
final class MotionPoints {
  private static final int[] NOSE = {6, 197, 195, 5, 4, 1, 98, 2, 327};

  /** Everything that is drawn in a face. */
  static final int[] ALL =
      Stream.of(
              FaceLandmarks.oval(), FaceLandmarks.rightBrow(), FaceLandmarks.leftBrow(), FaceLandmarks.rightEye(),
              FaceLandmarks.leftEye(), NOSE, FaceLandmarks.lipsOuter(), FaceLandmarks.lipsInner())
          .flatMapToInt(IntStream::of)
          .toArray();

  /** What expressions move. */
  static final int[] EXPRESSIVE =
      Stream.of(
              FaceLandmarks.rightBrow(), FaceLandmarks.leftBrow(), FaceLandmarks.rightEye(), FaceLandmarks.leftEye(),
              FaceLandmarks.lipsOuter(), FaceLandmarks.lipsInner())
          .flatMapToInt(IntStream::of)
          .toArray();

  private MotionPoints() {}

  /** Distance between the middles of the eyes, in pixels. */
  static double betweenEyes(FaceObservation face) {
    double x = 0;
    double y = 0;
    for (int eye : new int[] {FaceLandmarks.RIGHT_EYE_OUTER, FaceLandmarks.RIGHT_EYE_INNER}) {
      x += face.x(eye) / 2;
      y += face.y(eye) / 2;
    }
    for (int eye : new int[] {FaceLandmarks.LEFT_EYE_OUTER, FaceLandmarks.LEFT_EYE_INNER}) {
      x -= face.x(eye) / 2;
      y -= face.y(eye) / 2;
    }
    return Math.max(1e-3, Math.hypot(x, y));
  }

  /** x and y of {@link #ALL} in the picture, over the distance between the eyes. */
  static float[] inPicture(FaceObservation face) {
    float unit = (float) betweenEyes(face);
    float[] points = new float[2 * ALL.length];
    for (int i = 0; i < ALL.length; i++) {
      points[2 * i] = face.x(ALL[i]) / unit;
      points[2 * i + 1] = face.y(ALL[i]) / unit;
    }
    return points;
  }

  /** x, y, z of {@link #EXPRESSIVE} with the pose removed, in millimetres of the canonical head. */
  static float[] canonical(FaceObservation face) {
    float[] points = new float[3 * EXPRESSIVE.length];
    for (int i = 0; i < EXPRESSIVE.length; i++) {
      for (int k = 0; k < 3; k++) {
        points[3 * i + k] = 10 * face.canonical()[3 * EXPRESSIVE[i] + k];
      }
    }
    return points;
  }

  /** Gap between the inner lips over the distance between the eyes. */
  static float lips(FaceObservation face) {
    return gap(face, FaceLandmarks.UPPER_LIP_INNER, FaceLandmarks.LOWER_LIP_INNER);
  }

  /** Mean gap between the lids over the distance between the eyes. */
  static float eyelids(FaceObservation face) {
    return (gap(face, FaceLandmarks.RIGHT_EYE_TOP, FaceLandmarks.RIGHT_EYE_BOTTOM)
            + gap(face, FaceLandmarks.LEFT_EYE_TOP, FaceLandmarks.LEFT_EYE_BOTTOM)) / 2;
  }

  private static float gap(FaceObservation face, int a, int b) {
    double x = face.x(a) - face.x(b);
    double y = face.y(a) - face.y(b);
    double z = face.z(a) - face.z(b);
    return (float) (Math.sqrt(x * x + y * y + z * z) / betweenEyes(face));
  }
}
