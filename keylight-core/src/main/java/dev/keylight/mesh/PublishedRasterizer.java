package dev.keylight.mesh;

/**
 * The exact rule of the published renderer, pytorch3d's naive rasteriser as LCVD sets it up (spec §7.7), in 32-bit floats:
 * normalised coordinates, pixels on an edge belong to nobody, {@code 1e-8} added to the denominator, nearest depth wins
 * and ties go to the earlier triangle. For parity with published hints; {@link ScanlineRasterizer} is the fast one.
 */
public final class PublishedRasterizer implements Rasterizer {
  private static final float EPSILON = 1e-8f;

  private final float depthOffset;

  /**
   * @param depthOffset added to every z; triangles that then reach below 1e-8 are skipped. DECA adds 10 to its
   *     normalised z; for z in pixels add more than the head is deep
   */
  public PublishedRasterizer(float depthOffset) {
    this.depthOffset = depthOffset;
  }

  @Override
  public void draw(float[] vertices, int[] triangles, float[] attributes, RasterBuffer into) {
    into.clear();
    float[] ndc = new float[9];
    for (int t = 0; t < triangles.length / 3; t++) {
      for (int k = 0; k < 3; k++) {
        int v = 3 * triangles[3 * t + k];
        ndc[3 * k] = vertices[v] / into.width() * 2 - 1;
        ndc[3 * k + 1] = vertices[v + 1] / into.height() * 2 - 1;
        ndc[3 * k + 2] = vertices[v + 2] + depthOffset;
      }
      triangle(ndc, triangles, t, attributes, into);
    }
  }

  private static void triangle(float[] v, int[] triangles, int t, float[] attributes, RasterBuffer into) {
    float area = edge(v[0], v[1], v[3], v[4], v[6], v[7]);
    if (!(Math.abs(area) > EPSILON) || Math.min(v[2], Math.min(v[5], v[8])) < EPSILON) {
      return;
    }
    float minX = Math.min(v[0], Math.min(v[3], v[6]));
    float maxX = Math.max(v[0], Math.max(v[3], v[6]));
    float minY = Math.min(v[1], Math.min(v[4], v[7]));
    float maxY = Math.max(v[1], Math.max(v[4], v[7]));
    int x0 = Math.max(0, (int) Math.floor((minX + 1) / 2 * into.width()) - 1);
    int x1 = Math.min(into.width(), (int) Math.ceil((maxX + 1) / 2 * into.width()) + 1);
    int y0 = Math.max(0, (int) Math.floor((minY + 1) / 2 * into.height()) - 1);
    int y1 = Math.min(into.height(), (int) Math.ceil((maxY + 1) / 2 * into.height()) + 1);
    if (x0 >= x1 || y0 >= y1) {
      return;
    }
    into.touch(x0, y0, x1, y1);
    float denominator = edge(v[6], v[7], v[0], v[1], v[3], v[4]) + EPSILON;
    int count = into.attributes();
    for (int j = y0; j < y1; j++) {
      float y = (2f * j + 1) / into.height() - 1;
      for (int i = x0; i < x1; i++) {
        float x = (2f * i + 1) / into.width() - 1;
        if (x < minX || x > maxX || y < minY || y > maxY) {
          continue;
        }
        float w0 = edge(x, y, v[3], v[4], v[6], v[7]) / denominator;
        float w1 = edge(x, y, v[6], v[7], v[0], v[1]) / denominator;
        float w2 = edge(x, y, v[0], v[1], v[3], v[4]) / denominator;
        float z = w0 * v[2] + w1 * v[5] + w2 * v[8];
        int pixel = j * into.width() + i;
        if (!(w0 > 0 && w1 > 0 && w2 > 0) || z < 0 || !(z < into.depth()[pixel])) {
          continue;
        }
        into.depth()[pixel] = z;
        into.triangles()[pixel] = t;
        for (int k = 0; k < count; k++) {
          into.plane(k)[pixel] =
              w0 * attributes[triangles[3 * t] * count + k]
                  + w1 * attributes[triangles[3 * t + 1] * count + k]
                  + w2 * attributes[triangles[3 * t + 2] * count + k];
        }
      }
    }
  }

  /** E(p; a, b) of spec §7.7. */
  private static float edge(float px, float py, float ax, float ay, float bx, float by) {
    return (px - ax) * (by - ay) - (py - ay) * (bx - ax);
  }
}
