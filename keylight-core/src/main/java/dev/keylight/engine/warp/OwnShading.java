package dev.keylight.engine.warp;

import java.util.Arrays;

/**
 * The portrait's own shading, which its picture is divided by, and how far that is from what its light alone says: the
 * residual that was taken for light as well ({@link ResidualShading}) and the floor that keeps deep shadows from being
 * blown up. As far as a face stays in its own light, both are given back, so that nothing changes where nothing should.
 */
final class OwnShading {
  private final float[] kept;

  private OwnShading(float[] kept) {
    this.kept = kept;
  }

  /**
   * Turns the grid's diffuse shading into what the picture is to be divided by, never less than
   * {@link LightField#DARKEST_SOURCE}.
   *
   * @param grid the portrait's surface, drawn where the portrait shows it and lit by its own light
   * @param luminance linear luminance of the portrait per cell
   */
  static OwnShading include(ShadedGrid grid, HeadMesh mesh, float[] luminance) {
    float[] shading = grid.diffuse();
    float[] plain = Arrays.copyOf(shading, shading.length);
    ResidualShading.include(grid, mesh, luminance);
    for (int i = 0; i < shading.length; i++) {
      shading[i] = Math.max(LightField.DARKEST_SOURCE, shading[i]);
      plain[i] = shading[i] / Math.max(1e-4f, plain[i]);
    }
    return new OwnShading(plain);
  }

  /**
   * Multiplies a share of what was divided out in excess into the moved surface's diffuse shading.
   *
   * @param share 1 for a face that stays in its own light
   */
  void giveBack(ShadedGrid grid, float share) {
    if (share <= 0) {
      return;
    }
    float[] shading = grid.diffuse();
    float[] u = grid.sourceX();
    float[] v = grid.sourceY();
    float toColumn = grid.columns() / (float) grid.width();
    float toRow = grid.rows() / (float) grid.height();
    for (int i = 0; i < u.length; i++) {
      if (!grid.buffer().covered(i)) {
        continue;
      }
      float x = HeadMesh.clamp(u[i] * toColumn - 0.5f, 0, grid.columns() - 1.001f);
      float y = HeadMesh.clamp(v[i] * toRow - 0.5f, 0, grid.rows() - 1.001f);
      int at = 3 * ((int) y * grid.columns() + (int) x);
      int below = at + 3 * grid.columns();
      float fx = x - (int) x;
      float fy = y - (int) y;
      for (int c = 0; c < 3; c++) {
        float upper = kept[at + c] + fx * (kept[at + 3 + c] - kept[at + c]);
        float lower = kept[below + c] + fx * (kept[below + 3 + c] - kept[below + c]);
        shading[3 * i + c] *= 1 + share * (upper + fy * (lower - upper) - 1);
      }
    }
  }
}
