package dev.keylight.motion;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;

/**
 * Nobody's face at rest, which templates move: the mean face with its lips closed (the canonical mesh has them half a
 * centimetre apart), looking straight ahead, one pixel per centimetre.
 */
final class RestFace {
  static final Pose POSE = new Pose(1, new float[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new float[3]);

  private RestFace() {}

  /** The mesh in canonical space; belongs to the caller. */
  static float[] canonical(FaceTopology topology) {
    float[] face = topology.canonical().clone();
    if (MeshLandmarks.describe(topology)) {
      Aperture mouth = Aperture.mouth(topology.canonical());
      mouth.open(face, new float[mouth.openings(face).length], 0.4f);
    }
    return face;
  }

  static FaceObservation observation(FaceTopology topology) {
    float[] face = canonical(topology);
    return new FaceObservation(0, face, face, POSE, 1, false);
  }
}
