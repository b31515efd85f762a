package dev.keylight.engine.warp;

import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import java.util.Arrays;

/** Parts of a sitter's picture as masks, one boolean per pixel. */
final class Regions {
  private static final int NOSE_BRIDGE = 6;
  private static final int CHIN = 152;

  private Regions() {}

  /** Everything farther from the person than an engine may reach: outside the matte dilated by a fortieth of the side. */
  static boolean[] room(Sitter sitter) {
    int reach = Math.max(sitter.width(), sitter.height()) / 40;
    return not(dilated(person(sitter, 0.004f), sitter.width(), reach));
  }

  /** Pixels with more than so much of the person. */
  static boolean[] person(Sitter sitter, float above) {
    boolean[] mask = new boolean[sitter.matte().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = sitter.matte()[i] > above;
    }
    return mask;
  }

  /** What the mesh of the face covers. */
  static boolean[] face(Sitter sitter) {
    RasterBuffer buffer = new RasterBuffer(sitter.width(), sitter.height(), 0);
    new ScanlineRasterizer().draw(sitter.face().vertices(), sitter.topology().triangles(), new float[0], buffer);
    boolean[] mask = new boolean[sitter.matte().length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = buffer.covered(i);
    }
    return mask;
  }

  /** The half of the face left of the line from nose bridge to chin, left as the picture is seen. */
  static boolean[] leftHalf(Sitter sitter) {
    float[] v = sitter.face().vertices();
    float x0 = v[3 * NOSE_BRIDGE];
    float y0 = v[3 * NOSE_BRIDGE + 1];
    float slope = (v[3 * CHIN] - x0) / (v[3 * CHIN + 1] - y0);
    boolean[] mask = face(sitter);
    for (int i = 0; i < mask.length; i++) {
      int y = i / sitter.width();
      mask[i] &= i % sitter.width() < x0 + slope * (y - y0);
    }
    return mask;
  }

  /** Inside the contour through these vertices, by crossings. */
  static boolean[] inside(Sitter sitter, float[] vertices, int[] contour) {
    boolean[] mask = new boolean[sitter.matte().length];
    for (int i = 0; i < mask.length; i++) {
      float x = i % sitter.width() + 0.5f;
      float y = i / sitter.width() + 0.5f;
      for (int k = 0; k < contour.length; k++) {
        int a = 3 * contour[k];
        int b = 3 * contour[(k + 1) % contour.length];
        boolean crosses = vertices[a + 1] > y != vertices[b + 1] > y;
        if (crosses
            && x < vertices[a] + (y - vertices[a + 1]) / (vertices[b + 1] - vertices[a + 1]) * (vertices[b] - vertices[a])) {
          mask[i] = !mask[i];
        }
      }
    }
    return mask;
  }

  static boolean[] and(boolean[] a, boolean[] b) {
    boolean[] both = a.clone();
    for (int i = 0; i < both.length; i++) {
      both[i] &= b[i];
    }
    return both;
  }

  static boolean[] or(boolean[] a, boolean[] b) {
    boolean[] either = a.clone();
    for (int i = 0; i < either.length; i++) {
      either[i] |= b[i];
    }
    return either;
  }

  static boolean[] not(boolean[] mask) {
    boolean[] rest = new boolean[mask.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = !mask[i];
    }
    return rest;
  }

  static int count(boolean[] mask) {
    int count = 0;
    for (boolean set : mask) {
      count += set ? 1 : 0;
    }
    return count;
  }

  /** Grown by a square of so many pixels in each direction. */
  static boolean[] dilated(boolean[] mask, int width, int reach) {
    boolean[] wide = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      if (mask[i]) {
        int row = i - i % width;
        Arrays.fill(wide, Math.max(row, i - reach), Math.min(row + width, i + reach + 1), true);
      }
    }
    boolean[] high = new boolean[mask.length];
    for (int i = 0; i < mask.length; i++) {
      for (int k = -reach; wide[i] && k <= reach; k++) {
        int j = i + k * width;
        if (j >= 0 && j < high.length) {
          high[j] = true;
        }
      }
    }
    return high;
  }
}
