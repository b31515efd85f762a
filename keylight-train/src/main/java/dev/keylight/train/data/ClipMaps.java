package dev.keylight.train.data;

import dev.keylight.face.FaceTopology;
import dev.keylight.lcvd.preprocess.FlameHint;
import dev.keylight.media.Frame;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.shading.LandmarkMap;
import dev.keylight.shading.ShadingHint;

/**
 * Draws what the networks are told of a clip's pictures. Where the clip was prepared with DECA and FLAME these are the
 * published hint and landmark map, else those of the tracked built-in mesh. Holds its buffers; one per thread.
 */
public final class ClipMaps {
  private final Clip clip;
  private final FlameHint flame;
  private final ShadingHint mesh;

  /** @param clip stays the caller's */
  public ClipMaps(Clip clip) {
    this.clip = clip;
    boolean published = clip.hasFlame();
    flame = published ? new FlameHint(clip.flameVertices(), clip.flameTriangles(), clip.side()) : null;
    mesh = published ? null : new ShadingHint(FaceTopology.builtIn(), clip.side(), clip.side(), new ScanlineRasterizer());
  }

  /** The shading of one picture's face under its own light, owned by the caller. */
  public Frame shading(int index) {
    return shading(index, clip, index);
  }

  /**
   * The same under the light of a picture of another clip, which was prepared as this one was.
   *
   * @param lit the other clip
   * @param other its picture
   */
  public Frame shading(int index, Clip lit, int other) {
    if (flame == null) {
      return mesh.draw(clip.face(index).vertices(), lit.light(other));
    }
    FlameSight seen = clip.flame(index);
    return flame.draw(seen.vertices(), seen.projection(), lit.flame(other).light());
  }

  /** The landmark map of one picture, owned by the caller. */
  public Frame landmarks(int index) {
    float[] vertices = clip.hasFlame() ? clip.flame(index).landmarks() : clip.face(index).vertices();
    return LandmarkMap.draw(vertices, clip.side(), clip.side());
  }
}
