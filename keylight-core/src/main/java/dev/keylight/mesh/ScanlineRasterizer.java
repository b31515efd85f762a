package dev.keylight.mesh;

/**
 * The fast rasteriser. Rows are filled between edge crossings; an edge's crossing is computed from its endpoints in one
 * fixed order, so two triangles that share it agree to the last bit: no cracks, no pixel drawn twice. Attributes are
 * filled afterwards, along runs of pixels of one triangle, by their gradients. Allocates only when a mesh is larger than
 * any before. Not thread safe.
 */
public final class ScanlineRasterizer implements Rasterizer {
  /** Thinner triangles (twice the area, in pixels²) have no usable gradient and show the mean of their corners. */
  private static final float FLAT = 1e-3f;

  private boolean[] visible = new boolean[0];

  @Override
  public void draw(float[] vertices, int[] triangles, float[] attributes, RasterBuffer into) {
    into.clear();
    int count = triangles.length / 3;
    if (visible.length < count) {
      visible = new boolean[count];
    }
    int left = into.width();
    int top = into.height();
    int right = 0;
    int bottom = 0;
    for (int t = 0; t < count; t++) {
      int a = 3 * triangles[3 * t];
      int b = 3 * triangles[3 * t + 1];
      int c = 3 * triangles[3 * t + 2];
      visible[t] = false;
      float minX = Math.min(vertices[a], Math.min(vertices[b], vertices[c]));
      float maxX = Math.max(vertices[a], Math.max(vertices[b], vertices[c]));
      float minY = Math.min(vertices[a + 1], Math.min(vertices[b + 1], vertices[c + 1]));
      float maxY = Math.max(vertices[a + 1], Math.max(vertices[b + 1], vertices[c + 1]));
      int x0 = Math.max(0, (int) Math.floor(minX));
      int y0 = Math.max(0, (int) Math.floor(minY));
      int x1 = Math.min(into.width(), (int) Math.ceil(maxX) + 1);
      int y1 = Math.min(into.height(), (int) Math.ceil(maxY) + 1);
      if (!(maxX - minX + maxY - minY < Float.POSITIVE_INFINITY) || x0 >= x1 || y0 >= y1) {
        continue;
      }
      into.touch(x0, y0, x1, y1);
      left = Math.min(left, x0);
      top = Math.min(top, y0);
      right = Math.max(right, x1);
      bottom = Math.max(bottom, y1);
      visible[t] = true;
    }
    for (int t = 0; t < count; t++) {
      if (visible[t]) {
        fill(vertices, triangles, t, into);
      }
    }
    for (int y = top; y < bottom; y++) {
      interpolate(vertices, triangles, attributes, into, y, left, right);
    }
  }

  /** Depth and triangle index of one triangle. */
  private static void fill(float[] v, int[] triangles, int t, RasterBuffer into) {
    int a = 3 * triangles[3 * t];
    int b = 3 * triangles[3 * t + 1];
    int c = 3 * triangles[3 * t + 2];
    if (below(v, a, b)) {
      int swap = a;
      a = b;
      b = swap;
    }
    if (below(v, b, c)) {
      int swap = b;
      b = c;
      c = swap;
    }
    if (below(v, a, b)) {
      int swap = a;
      a = b;
      b = swap;
    }
    float dx1 = v[b] - v[a];
    float dy1 = v[b + 1] - v[a + 1];
    float dx2 = v[c] - v[a];
    float dy2 = v[c + 1] - v[a + 1];
    float area = dx1 * dy2 - dx2 * dy1;
    float z0 = v[a + 2];
    float zx;
    float zy;
    if (Math.abs(area) < FLAT) {
      z0 = (v[a + 2] + v[b + 2] + v[c + 2]) / 3;
      zx = 0;
      zy = 0;
    } else {
      float dz1 = v[b + 2] - z0;
      float dz2 = v[c + 2] - z0;
      zx = (dz1 * dy2 - dz2 * dy1) / area;
      zy = (dz2 * dx1 - dz1 * dx2) / area;
    }
    int firstRow = Math.max(0, (int) Math.ceil(v[a + 1] - .5f));
    int lastRow = Math.min(into.height(), (int) Math.ceil(v[c + 1] - .5f));
    float[] depth = into.depth();
    int[] nearest = into.triangles();
    for (int row = firstRow; row < lastRow; row++) {
      float y = row + .5f;
      float along = crossing(v, a, c, y);
      float other = y < v[b + 1] ? crossing(v, a, b, y) : crossing(v, b, c, y);
      int from = Math.max(0, (int) Math.ceil(Math.min(along, other) - .5f));
      int to = Math.min(into.width(), (int) Math.ceil(Math.max(along, other) - .5f));
      float z = z0 + zy * (y - v[a + 1]) + zx * (from + .5f - v[a]);
      int base = row * into.width();
      for (int i = base + from; i < base + to; i++) {
        if (z < depth[i]) {
          depth[i] = z;
          nearest[i] = t;
        }
        z += zx;
      }
    }
  }

  /** Whether vertex a comes after vertex b from top to bottom, left to right. */
  private static boolean below(float[] v, int a, int b) {
    return v[a + 1] > v[b + 1] || (v[a + 1] == v[b + 1] && v[a] > v[b]);
  }

  /** Where the edge from a down to b crosses a row; the caller orders a before b. */
  private static float crossing(float[] v, int a, int b, float y) {
    float height = v[b + 1] - v[a + 1];
    return height <= 0 ? v[b] : v[a] + (v[b] - v[a]) * ((y - v[a + 1]) / height);
  }

  private static void interpolate(
      float[] v, int[] triangles, float[] attributes, RasterBuffer into, int row, int left, int right) {
    int[] nearest = into.triangles();
    int count = into.attributes();
    int base = row * into.width();
    int i = base + left;
    while (i < base + right) {
      int t = nearest[i];
      int end = i + 1;
      while (end < base + right && nearest[end] == t) {
        end++;
      }
      if (t != RasterBuffer.NOTHING) {
        run(v, triangles, t, attributes, count, into, i, end, i - base + .5f, row + .5f);
      }
      i = end;
    }
  }

  private static void run(
      float[] v, int[] triangles, int t, float[] attributes, int count, RasterBuffer into, int from, int to, float x, float y) {
    int ia = triangles[3 * t];
    int ib = triangles[3 * t + 1];
    int ic = triangles[3 * t + 2];
    int a = 3 * ia;
    float dx1 = v[3 * ib] - v[a];
    float dy1 = v[3 * ib + 1] - v[a + 1];
    float dx2 = v[3 * ic] - v[a];
    float dy2 = v[3 * ic + 1] - v[a + 1];
    float area = dx1 * dy2 - dx2 * dy1;
    boolean flat = Math.abs(area) < FLAT;
    float inverse = flat ? 0 : 1 / area;
    // Barycentric weights of b and c at the run's first pixel, and their steps along the row.
    float wb = flat ? 1f / 3 : ((x - v[a]) * dy2 - (y - v[a + 1]) * dx2) * inverse;
    float wc = flat ? 1f / 3 : ((y - v[a + 1]) * dx1 - (x - v[a]) * dy1) * inverse;
    float stepB = dy2 * inverse;
    float stepC = -dy1 * inverse;
    for (int k = 0; k < count; k++) {
      float p = attributes[ia * count + k];
      float q = attributes[ib * count + k] - p;
      float r = attributes[ic * count + k] - p;
      float value = p + wb * q + wc * r;
      float step = stepB * q + stepC * r;
      float[] plane = into.plane(k);
      for (int i = from; i < to; i++) {
        plane[i] = value;
        value += step;
      }
    }
  }
}
