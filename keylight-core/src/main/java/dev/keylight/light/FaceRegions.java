package dev.keylight.light;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceTopology;
import java.util.Arrays;

/**
 * Which parts of a face show plain skin. Eyes, brows, lips and nostrils have another albedo and say nothing about the
 * light; below the nose there may be a beard, at the outline hair, so those count less. Knows the built-in mesh by its
 * landmark numbers (MediaPipe face mesh); other meshes are trusted everywhere.
 */
final class FaceRegions {
  private static final int[] NOT_SKIN = {
    // lips, three rings
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 76, 77, 90, 180, 85, 16,
    315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408, 62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292,
    183, 42, 41, 38, 12, 268, 271, 272, 407, 78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312,
    311, 310, 415,
    // right eye, its lid and the ring around it
    33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 247, 30, 29, 27, 28, 56, 190, 243, 112,
    26, 22, 23, 24, 110, 25, 130,
    // left eye
    263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398, 467, 260, 259, 257, 258, 286, 414,
    463, 341, 256, 252, 253, 254, 339, 255, 359,
    // brows
    46, 53, 52, 65, 55, 70, 63, 105, 66, 107, 276, 283, 282, 295, 285, 300, 293, 334, 296, 336,
    // nostrils
    97, 98, 99, 2, 326, 327, 328, 60, 75, 166, 59, 20, 79, 238, 239, 241, 242, 250, 290, 305, 392, 289, 309, 458, 459,
    461, 462
  };

  /** The lowest point between the nostrils. */
  private static final int SUBNASALE = 2;

  private static final float BEARD = .45f;
  private static final float HAIR = .25f;

  private FaceRegions() {}

  static boolean knows(FaceTopology topology) {
    return topology.vertexCount() == FaceLandmarks.MESH_COUNT || knowsEyes(topology);
  }

  /** Whether the mesh has irises. */
  static boolean knowsEyes(FaceTopology topology) {
    return topology.vertexCount() == FaceLandmarks.COUNT;
  }

  /** Per vertex, 0 (never) to 1 (plain skin). */
  static float[] trust(FaceTopology topology) {
    float[] trust = new float[topology.vertexCount()];
    Arrays.fill(trust, 1);
    if (!knows(topology)) {
      return trust;
    }
    float noseBase = topology.canonical()[3 * SUBNASALE + 1];
    for (int v = 0; v < FaceLandmarks.MESH_COUNT; v++) {
      if (topology.canonical()[3 * v + 1] > noseBase) {
        trust[v] = BEARD;
      }
    }
    for (int v : FaceLandmarks.oval()) {
      trust[v] *= HAIR;
    }
    for (int v : NOT_SKIN) {
      trust[v] = 0;
    }
    return trust;
  }
}
