package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;

/** How glossy each part of a person is: forehead, nose, cheekbones and lips shine, hair a little, cloth not at all. */
final class Shine {
  private static final int[] OILY = {
    10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 108, 337, 69, 299, 67, 297, 66, 296, 50, 280, 101, 330, 117, 346, 118, 347,
    123, 352, 36, 266, 116, 345
  };
  private static final int[] LIPS = FaceLandmarks.lipsOuter();

  private Shine() {}

  static float[] of(HeadMesh mesh) {
    float[] shine = new float[mesh.vertexCount()];
    for (int v = 0; v < shine.length; v++) {
      shine[v] = of(v, mesh);
    }
    return shine;
  }

  private static float of(int vertex, HeadMesh mesh) {
    if (vertex >= HeadMesh.FACE_VERTICES) {
      return 0.35f * mesh.turning(vertex);
    }
    for (int v : OILY) {
      if (v == vertex) {
        return 1f;
      }
    }
    for (int v : LIPS) {
      if (v == vertex) {
        return 1.1f;
      }
    }
    return 0.6f;
  }
}
