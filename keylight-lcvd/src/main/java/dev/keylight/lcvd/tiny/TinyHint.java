package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceTopology;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.shading.ShadingHint;

/**
 * Shading hints as {@code lcvd-tiny} sees them: always equally bright, because a light's own brightness means nothing beside a
 * picture's unknown exposure. One per thread.
 */
public final class TinyHint {
  /** Mean brightness of the light of every hint. */
  private static final float BRIGHTNESS = 0.85f;

  private final ShadingHint hint;

  /** @param side of the hints in pixels */
  public TinyHint(FaceTopology topology, int side) {
    this.hint = new ShadingHint(topology, side, side, new ScanlineRasterizer());
  }

  /**
   * @param vertices x, y, z in pixels of the hint
   * @return the hint, owned by the caller
   */
  public Frame draw(float[] vertices, SphericalHarmonics light) {
    return hint.draw(vertices, light.scaled(BRIGHTNESS / Math.max(1e-4f, light.meanBrightness())));
  }
}
