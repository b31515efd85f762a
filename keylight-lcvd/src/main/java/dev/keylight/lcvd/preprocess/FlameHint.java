package dev.keylight.lcvd.preprocess;

import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.flame.FaceRegion;
import dev.keylight.lcvd.flame.Flame;
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

  private final Flame flame;
  private final int[] triangles;
  private final int size;
  private final ShadingHint hint;

  /** @param size side of the square picture in pixels */
  public FlameHint(Flame flame, FaceRegion region, int size) {
    this.flame = flame;
    this.triangles = region.triangles();
    this.size = size;
    // depths come in half picture sides times the half side: in the renderer's own numbers, the offset is 10
    this.hint = new ShadingHint(topology(flame, region), size, size, new PublishedRasterizer(DEPTH * size / 2));
  }

  /** FLAME's mesh with only its face drawn. */
  static FaceTopology topology(Flame flame, FaceRegion region) {
    float[] canonical = flame.model().template().clone();
    for (int i = 0; i < canonical.length; i++) {
      canonical[i] *= i % 3 == 0 ? 1 : -1;
    }
    return new FaceTopology(flame.model().vertexCount(), region.triangles(), canonical,
        new float[2 * flame.model().vertexCount()]);
  }

  /** The hint of a face under its own code's light, owned by the caller. */
  public Frame draw(Sighting face) {
    DecaCode code = face.code();
    float[] head = flame.vertices(code.shape(), code.expression(), code.pose());
    return hint.draw(face.projection().apply(head, size), VertexNormals.of(head, triangles), code.light());
  }
}
