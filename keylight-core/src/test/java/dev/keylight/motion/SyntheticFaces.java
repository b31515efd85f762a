package dev.keylight.motion;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import java.util.Random;

/** Made-up faces with the built-in mesh's vertex meanings: eyes, lips and cheeks where a face has them, noise elsewhere. */
final class SyntheticFaces {
  static final FaceTopology TOPOLOGY = new FaceTopology(MeshLandmarks.VERTICES, new int[0], mean(), new float[2 * 478]);

  private SyntheticFaces() {}

  /** Another person: the mean face with every vertex moved by up to a quarter of a centimetre. */
  static float[] person(long seed) {
    Random random = new Random(seed);
    float[] face = mean();
    for (int k = 0; k < face.length; k++) {
      face[k] += (float) (0.1 * random.nextGaussian());
    }
    lips(face, 0.3f * random.nextFloat());
    eyes(face, 0.7f + 0.3f * random.nextFloat());
    return face;
  }

  static Pose pose(long seed) {
    Random random = new Random(seed);
    return new Pose(
        10 + 30 * random.nextFloat(),
        Rotation.ofVector(0.2 * random.nextGaussian(), 0.2 * random.nextGaussian(), 0.2 * random.nextGaussian()),
        new float[] {200 + 100 * random.nextFloat(), 200 + 100 * random.nextFloat(), 0});
  }

  static FaceObservation observation(Pose pose, float[] canonical) {
    float[] vertices = new float[canonical.length];
    for (int k = 0; k < vertices.length; k += 3) {
      pose.toImage(canonical, k, vertices, k);
    }
    return new FaceObservation(0, vertices, canonical, pose, 1, false);
  }

  static MotionFrame frame(double seconds, Pose pose, float[] canonical) {
    return new MotionFrame(seconds, 0, pose, canonical, true, false);
  }

  /** Sets the lips' opening in the middle, in centimetres; it falls off to the corners. */
  static void lips(float[] face, float opening) {
    pairs(face, MeshLandmarks.UPPER_INNER_LIP, MeshLandmarks.LOWER_INNER_LIP, 3.5f, opening);
  }

  /** Sets the opening of both eyes in the middle, in centimetres. */
  static void eyes(float[] face, float opening) {
    pairs(face, MeshLandmarks.RIGHT_UPPER_LID, MeshLandmarks.RIGHT_LOWER_LID, -3, opening);
    pairs(face, MeshLandmarks.LEFT_UPPER_LID, MeshLandmarks.LEFT_LOWER_LID, -3, opening);
  }

  private static void pairs(float[] face, int[] upper, int[] lower, float y, float opening) {
    for (int k = 0; k < upper.length; k++) {
      double arc = Math.sin(Math.PI * (k + 1) / (upper.length + 1));
      face[3 * upper[k] + 1] = (float) (y - opening * arc / 2);
      face[3 * lower[k] + 1] = (float) (y + opening * arc / 2);
    }
  }

  private static float[] mean() {
    float[] face = new float[3 * MeshLandmarks.VERTICES];
    // A shallow dome of points on a spiral, so that distances along the skin make sense.
    for (int v = 0; v < MeshLandmarks.MESH_VERTICES; v++) {
      double r = 7 * Math.sqrt((v + 0.5) / MeshLandmarks.MESH_VERTICES);
      double angle = v * Math.PI * (3 - Math.sqrt(5));
      place(face, v, r * Math.cos(angle), 1.2 * r * Math.sin(angle));
    }
    place(face, MeshLandmarks.CHEEK_RIGHT, -7, 0);
    place(face, MeshLandmarks.CHEEK_LEFT, 7, 0);
    place(face, MeshLandmarks.MOUTH_RIGHT, -2, 3.5);
    place(face, MeshLandmarks.MOUTH_LEFT, 2, 3.5);
    row(face, MeshLandmarks.UPPER_INNER_LIP, -1.8, 1.8);
    row(face, MeshLandmarks.LOWER_INNER_LIP, -1.8, 1.8);
    place(face, FaceLandmarks.RIGHT_EYE_OUTER, -4.5, -3);
    place(face, FaceLandmarks.RIGHT_EYE_INNER, -1.7, -3);
    row(face, MeshLandmarks.RIGHT_UPPER_LID, -4.2, -2);
    row(face, MeshLandmarks.RIGHT_LOWER_LID, -4.2, -2);
    place(face, FaceLandmarks.LEFT_EYE_OUTER, 4.5, -3);
    place(face, FaceLandmarks.LEFT_EYE_INNER, 1.7, -3);
    row(face, MeshLandmarks.LEFT_UPPER_LID, 4.2, 2);
    row(face, MeshLandmarks.LEFT_LOWER_LID, 4.2, 2);
    iris(face, FaceLandmarks.RIGHT_IRIS, -3.1);
    iris(face, FaceLandmarks.LEFT_IRIS, 3.1);
    lips(face, 0);
    eyes(face, 0.8f);
    return face;
  }

  private static void row(float[] face, int[] vertices, double from, double to) {
    for (int k = 0; k < vertices.length; k++) {
      place(face, vertices[k], from + (to - from) * k / (vertices.length - 1), 0);
    }
  }

  private static void iris(float[] face, int first, double x) {
    for (int k = 0; k < FaceLandmarks.IRIS_POINTS; k++) {
      place(face, first + k, x + (k == 0 ? 0 : 0.4 * Math.cos(k)), -3 + (k == 0 ? 0 : 0.4 * Math.sin(k)));
    }
  }

  private static void place(float[] face, int vertex, double x, double y) {
    face[3 * vertex] = (float) x;
    face[3 * vertex + 1] = (float) y;
    face[3 * vertex + 2] = (float) (-7 + (x * x + y * y) / 14);
  }
}
