package dev.keylight.engine.warp;

import dev.keylight.face.Pose;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.shading.RadianceTransfer;
import java.util.Arrays;

/**
 * How much of the light the person's own nose, brow, chin and head leave on each vertex: {@link RadianceTransfer} of the
 * whole surface, made once in head space, so that the chin also shades the throat.
 */
final class SelfShadow {
  /** Light between skin and skin fills part of every shadow. */
  private static final float DEPTH = 0.65f;

  private final RadianceTransfer transfer;
  private final float[] rgb;
  private final float[] share;

  private SelfShadow(RadianceTransfer transfer, int vertexCount) {
    this.transfer = transfer;
    this.rgb = new float[3 * vertexCount];
    this.share = new float[vertexCount];
    Arrays.fill(share, 1);
  }

  /** Nothing is ever in the way. */
  static SelfShadow none(HeadMesh mesh) {
    return new SelfShadow(null, mesh.vertexCount());
  }

  static SelfShadow of(HeadMesh mesh, Pose pose) {
    float[] head = new float[3 * mesh.vertexCount()];
    for (int v = 0; v < mesh.vertexCount(); v++) {
      pose.toCanonical(mesh.reference(), 3 * v, head, 3 * v);
    }
    return new SelfShadow(RadianceTransfer.of(head, mesh.triangles()), mesh.vertexCount());
  }

  /** What of each band arrives at each vertex, or null when nothing is ever in the way. */
  RadianceTransfer transfer() {
    return transfer;
  }

  /** Share of the unshadowed light per vertex, in 0..1; valid until the next call. */
  float[] under(SphericalHarmonics light, Pose pose) {
    if (transfer != null) {
      transfer.shadow(light, pose, rgb);
      for (int v = 0; v < share.length; v++) {
        float left = 0.2126f * rgb[3 * v] + 0.7152f * rgb[3 * v + 1] + 0.0722f * rgb[3 * v + 2];
        share[v] = 1 - DEPTH * (1 - left);
      }
    }
    return share;
  }
}
