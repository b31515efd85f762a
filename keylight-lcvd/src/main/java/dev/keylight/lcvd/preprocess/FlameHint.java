package dev.keylight.lcvd.preprocess;

import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.deca.Projection;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.mesh.PublishedRasterizer;
import dev.keylight.mesh.VertexNormals;
import dev.keylight.shading.ShadingHint;

/**
 * FLAME's face under a light, drawn by the published renderer's exact rule (spec §7.7). Light falls on the normals of the
 * mesh in metres; what faces away is judged by those of the projected mesh, whose depth is scaled differently. Holds its
 * buffers; one per thread.
 */
public final class FlameHint {
  /** What DECA adds to its depths. */
  private static final float DEPTH = 10;

  private final int[] triangles;
  private final int size;
  private final ShadingHint hint;

  /**
   * @param vertices of the mesh
   * @param triangles that are drawn, three vertices each, in the published order
   * @param size side of the square picture in pixels
   */
  public FlameHint(int vertices, int[] triangles, int size) {
    this.triangles = triangles;
    this.size = size;
    FaceTopology drawn = new FaceTopology(vertices, triangles, new float[3 * vertices], new float[2 * vertices]);
    // depths come in half picture sides times the half side: in the renderer's own numbers, the offset is 10
    this.hint = new ShadingHint(drawn, size, size, new PublishedRasterizer(DEPTH * size / 2));
  }

  /**
   * Draws one picture.
   *
   * @param vertices in metres and FLAME's axes; those without triangles do not matter
   * @param projection their way into the picture
   * @return the hint, owned by the caller
   */
  public Frame draw(float[] vertices, Projection projection, SphericalHarmonics light) {
    return hint.draw(projection.apply(vertices, size), VertexNormals.of(vertices, triangles), light);
  }
}
