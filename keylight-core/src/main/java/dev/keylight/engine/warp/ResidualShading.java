package dev.keylight.engine.warp;

import dev.keylight.mesh.RasterBuffer;
import java.util.Arrays;

/**
 * What nine numbers of light cannot explain of the portrait's own shading: the shadow beside a nose, the glare on a
 * forehead. Skin is one colour over a few centimetres, so slow brightness changes that remain on the face after the light
 * is divided out are taken for light as well (Retinex: Land and McCann 1971), and divided out too. Fast changes, and what
 * is far from the skin's brightness (brows, eyes, lips, beard), are the face itself and stay.
 */
final class ResidualShading {
  /** How wide "slow" is, as a share of the face's size (the root of its area). */
  private static final float REACH = 0.075f;

  /** Share of the slow change that is taken for light; the rest may be the face's own colouring. */
  private static final float SHARE = 0.65f;

  /** Log brightness off the median beyond which a place is not bare skin. */
  private static final float SKIN_SPAN = 0.55f;

  private static final float STRONGEST = 0.6f;

  private ResidualShading() {}

  /**
   * Multiplies the residual into the source's shading.
   *
   * @param grid the portrait's surface, drawn and lit by its own light, whose diffuse shading is changed in place
   * @param luminance linear luminance of the portrait per cell
   */
  static void include(ShadedGrid grid, HeadMesh mesh, float[] luminance) {
    float[] shading = grid.diffuse();
    RasterBuffer drawn = grid.buffer();
    int faceTriangles = mesh.faceTriangles();
    int cells = luminance.length;
    float[] log = new float[cells];
    float[] weight = new float[cells];
    float[] face = new float[cells];
    float[] sorted = new float[cells];
    int count = 0;
    for (int i = 0; i < cells; i++) {
      boolean onFace = drawn.covered(i) && drawn.triangles()[i] < faceTriangles;
      float light = 0.2126f * shading[3 * i] + 0.7152f * shading[3 * i + 1] + 0.0722f * shading[3 * i + 2];
      log[i] = (float) Math.log(Math.max(1e-3f, luminance[i]) / Math.max(0.1f, light));
      if (onFace) {
        face[i] = 1;
        sorted[count++] = log[i];
      }
    }
    if (count < 50) {
      return;
    }
    Arrays.sort(sorted, 0, count);
    float median = sorted[count / 2];
    float[] weighted = new float[cells];
    for (int i = 0; i < cells; i++) {
      float off = (log[i] - median) / SKIN_SPAN;
      weight[i] = face[i] / (1 + off * off * off * off);
      weighted[i] = weight[i] * (log[i] - median);
    }
    float sigma = Math.max(1.5f, REACH * (float) Math.sqrt(count));
    int columns = drawn.width();
    Pixels.blur(weighted, columns, sigma);
    Pixels.blur(weight, columns, sigma);
    float[] inside = face.clone();
    Pixels.blur(inside, columns, 0.6f * sigma);
    for (int i = 0; i < cells; i++) {
      float slow = weighted[i] / (weight[i] + 0.03f);
      float sure = HeadMesh.smoothstep(0.45f, 0.95f, inside[i]);
      float residual = (float) Math.exp(SHARE * sure * HeadMesh.clamp(slow, -STRONGEST, STRONGEST));
      shading[3 * i] *= residual;
      shading[3 * i + 1] *= residual;
      shading[3 * i + 2] *= residual;
    }
  }
}
