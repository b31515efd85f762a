package dev.keylight.shading;

import java.util.Arrays;

/**
 * Parallel rays from all vertices at once: seen along the rays a mesh is flat, so triangles are sorted into a grid of the
 * plane across the direction and each vertex is tested against the few in its cell. Exact, unlike a shadow map, and some
 * thirty times faster than testing all. Allocates only when made.
 */
final class ShadowRays {
  private static final int GRID = 24;

  private final float[] origins;
  private final float[] occluder;
  private final int[] triangles;
  private final float near;

  /** Occluder and origins across and along the direction: u, v, depth. */
  private final float[] flat;

  private final float[] flatOrigins;
  private final int[] cellStart = new int[GRID * GRID + 1];
  private int[] cellTriangles = new int[1024];

  /**
   * @param relativeNear hits nearer than this share of the origins' height do not count
   */
  ShadowRays(float[] origins, float[] occluder, int[] triangles, float relativeNear) {
    this.origins = origins;
    this.occluder = occluder;
    this.triangles = triangles;
    flat = new float[occluder.length];
    flatOrigins = new float[origins.length];
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i = 1; i < origins.length; i += 3) {
      low = Math.min(low, origins[i]);
      high = Math.max(high, origins[i]);
    }
    near = relativeNear * (high - low);
  }

  /**
   * Sets {@code hit} for every origin whose ray meets a triangle it is not a corner of.
   *
   * @param direction unit, in the axes of the vertices
   * @param normals origins whose normal points away from the direction are not tested and not hit
   */
  void cast(float[] direction, float[] normals, boolean[] hit) {
    float[] u = across(direction);
    float[] v = {
      direction[1] * u[2] - direction[2] * u[1],
      direction[2] * u[0] - direction[0] * u[2],
      direction[0] * u[1] - direction[1] * u[0]
    };
    flatten(occluder, flat, u, v, direction);
    flatten(origins, flatOrigins, u, v, direction);
    float[] bounds = {Float.MAX_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int i = 0; i < flat.length; i += 3) {
      bounds[0] = Math.min(bounds[0], flat[i]);
      bounds[1] = Math.min(bounds[1], flat[i + 1]);
      bounds[2] = Math.max(bounds[2], flat[i]);
      bounds[3] = Math.max(bounds[3], flat[i + 1]);
    }
    float scaleU = GRID / Math.max(1e-9f, (bounds[2] - bounds[0]) * 1.0001f);
    float scaleV = GRID / Math.max(1e-9f, (bounds[3] - bounds[1]) * 1.0001f);
    sort(bounds, scaleU, scaleV);
    for (int i = 0; i < hit.length; i++) {
      int o = 3 * i;
      boolean towards =
          normals[o] * direction[0] + normals[o + 1] * direction[1] + normals[o + 2] * direction[2] > 0;
      hit[i] = towards && meets(i, bounds, scaleU, scaleV);
    }
  }

  /** A unit vector at right angles. */
  private static float[] across(float[] d) {
    float[] other = Math.abs(d[1]) < .9f ? new float[] {0, 1, 0} : new float[] {1, 0, 0};
    float x = d[1] * other[2] - d[2] * other[1];
    float y = d[2] * other[0] - d[0] * other[2];
    float z = d[0] * other[1] - d[1] * other[0];
    float length = (float) Math.sqrt(x * x + y * y + z * z);
    return new float[] {x / length, y / length, z / length};
  }

  private static void flatten(float[] points, float[] into, float[] u, float[] v, float[] d) {
    for (int i = 0; i < points.length; i += 3) {
      float x = points[i];
      float y = points[i + 1];
      float z = points[i + 2];
      into[i] = x * u[0] + y * u[1] + z * u[2];
      into[i + 1] = x * v[0] + y * v[1] + z * v[2];
      into[i + 2] = x * d[0] + y * d[1] + z * d[2];
    }
  }

  /** Triangles into the cells their bounding boxes touch: once to count, once to fill. */
  private void sort(float[] bounds, float scaleU, float scaleV) {
    Arrays.fill(cellStart, 0);
    for (int pass = 0; pass < 2; pass++) {
      for (int t = 0; t < triangles.length; t += 3) {
        int a = 3 * triangles[t];
        int b = 3 * triangles[t + 1];
        int c = 3 * triangles[t + 2];
        int x0 = (int) ((Math.min(flat[a], Math.min(flat[b], flat[c])) - bounds[0]) * scaleU);
        int x1 = (int) ((Math.max(flat[a], Math.max(flat[b], flat[c])) - bounds[0]) * scaleU);
        int y0 = (int) ((Math.min(flat[a + 1], Math.min(flat[b + 1], flat[c + 1])) - bounds[1]) * scaleV);
        int y1 = (int) ((Math.max(flat[a + 1], Math.max(flat[b + 1], flat[c + 1])) - bounds[1]) * scaleV);
        for (int y = y0; y <= y1; y++) {
          for (int x = x0; x <= x1; x++) {
            int cell = y * GRID + x;
            if (pass == 0) {
              cellStart[cell]++;
            } else {
              cellTriangles[--cellStart[cell]] = t;
            }
          }
        }
      }
      if (pass == 0) {
        int sum = 0;
        for (int cell = 0; cell < cellStart.length; cell++) {
          sum += cellStart[cell];
          cellStart[cell] = sum;
        }
        if (cellTriangles.length < sum) {
          cellTriangles = new int[2 * sum];
        }
      }
    }
  }

  private boolean meets(int origin, float[] bounds, float scaleU, float scaleV) {
    float px = flatOrigins[3 * origin];
    float py = flatOrigins[3 * origin + 1];
    float from = flatOrigins[3 * origin + 2] + near;
    int x = (int) Math.floor((px - bounds[0]) * scaleU);
    int y = (int) Math.floor((py - bounds[1]) * scaleV);
    if (x < 0 || y < 0 || x >= GRID || y >= GRID) {
      return false;
    }
    for (int i = cellStart[y * GRID + x]; i < cellStart[y * GRID + x + 1]; i++) {
      int t = cellTriangles[i];
      int a = 3 * triangles[t];
      int b = 3 * triangles[t + 1];
      int c = 3 * triangles[t + 2];
      if (Math.max(flat[a + 2], Math.max(flat[b + 2], flat[c + 2])) <= from || isCorner(origin, t)) {
        continue;
      }
      float w2 = (px - flat[a]) * (flat[b + 1] - flat[a + 1]) - (py - flat[a + 1]) * (flat[b] - flat[a]);
      float w0 = (px - flat[b]) * (flat[c + 1] - flat[b + 1]) - (py - flat[b + 1]) * (flat[c] - flat[b]);
      float w1 = (px - flat[c]) * (flat[a + 1] - flat[c + 1]) - (py - flat[c + 1]) * (flat[a] - flat[c]);
      float area = w0 + w1 + w2;
      boolean inside = w0 >= 0 && w1 >= 0 && w2 >= 0 || w0 <= 0 && w1 <= 0 && w2 <= 0;
      if (inside && area != 0 && (w0 * flat[a + 2] + w1 * flat[b + 2] + w2 * flat[c + 2]) / area > from) {
        return true;
      }
    }
    return false;
  }

  private boolean isCorner(int origin, int t) {
    return origins == occluder && (triangles[t] == origin || triangles[t + 1] == origin || triangles[t + 2] == origin);
  }
}
