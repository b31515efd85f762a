package dev.keylight.engine.warp;

import dev.keylight.face.Pose;
import dev.keylight.light.SphericalHarmonics;
import java.util.Arrays;

/** How much of the light the person's own nose, brow, chin and head leave on each vertex. */
final class SelfShadow {
  private final float[] share;

  private SelfShadow(float[] share) {
    this.share = share;
  }

  static SelfShadow none(HeadMesh mesh) {
    float[] share = new float[mesh.vertexCount()];
    Arrays.fill(share, 1);
    return new SelfShadow(share);
  }

  static SelfShadow of(HeadMesh mesh, SurfaceNormals normals, Pose pose) {
    return none(mesh);
  }

  /** Share of the unshadowed light per vertex, in 0..1; valid until the next call. */
  float[] under(SphericalHarmonics light, Pose pose) {
    return share;
  }
}
