package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Eyeballs under their lids. Inside the lids' opening the picture is sampled as from a ball behind the lids: it turns with
 * the gaze and is covered by a closing lid instead of being squeezed by it.
 */
final class Eyes {
  // The right eye, then the left.
  private static final int[][] UPPER = {FaceLandmarks.rightUpperLid(), FaceLandmarks.leftUpperLid()};
  private static final int[][] LOWER = {FaceLandmarks.rightLowerLid(), FaceLandmarks.leftLowerLid()};
  private static final int[] IRIS = {FaceLandmarks.RIGHT_IRIS, FaceLandmarks.LEFT_IRIS};

  /** Share of the lids' opening that gaze may move the iris. */
  private static final float GAZE_LIMIT = 0.45f;

  /** Opening of the lids, of the portrait's, from which on they are drawn together, and below which they are shut. */
  private static final float SHUTS_FROM = 0.42f;

  private static final float SHUT_BELOW = 0.2f;

  /** How far the coarse grid carries the eye beyond the lids' edges, pixels. */
  private static final float SMEAR = 2f;

  private final float[] reference;
  private final boolean[] usable = new boolean[2];

  Eyes(float[] reference) {
    this.reference = reference;
    for (int eye = 0; eye < 2; eye++) {
      usable[eye] = opening(reference, eye) > 0.12f;
    }
  }

  /** Opening over width. */
  private static float opening(float[] vertices, int eye) {
    int up = UPPER[eye][4];
    int low = LOWER[eye][4];
    int a = UPPER[eye][0];
    int b = UPPER[eye][8];
    float width = (float) Math.hypot(vertices[3 * a] - vertices[3 * b], vertices[3 * a + 1] - vertices[3 * b + 1]);
    float open = (float) Math.hypot(vertices[3 * up] - vertices[3 * low], vertices[3 * up + 1] - vertices[3 * low + 1]);
    return open / Math.max(1e-3f, width);
  }

  /**
   * Bends the sampling maps inside both eyes.
   *
   * @param mapX where each pixel is taken from, pixel indices, float, changed in place
   * @param vertices the moved face with irises
   * @param pad what to add to reference coordinates to get map values
   */
  void bend(Mat mapX, Mat mapY, float[] vertices, float pad) {
    try (FloatIndexer xs = mapX.createIndexer();
        FloatIndexer ys = mapY.createIndexer()) {
      for (int eye = 0; eye < 2; eye++) {
        if (usable[eye]) {
          bend(xs, ys, mapX.cols(), mapX.rows(), vertices, eye, pad);
        }
      }
    }
  }

  private void bend(FloatIndexer mapX, FloatIndexer mapY, int width, int height, float[] now, int eye, float pad) {
    Opening from = new Opening(reference, eye);
    Opening to = new Opening(now, eye);
    float widen = Math.max(1, to.tallest / Math.max(1e-3f, from.tallest));
    float[] gazeFrom = new float[2];
    float[] gazeTo = new float[2];
    from.local(reference[3 * IRIS[eye]], reference[3 * IRIS[eye] + 1], gazeFrom);
    to.local(now[3 * IRIS[eye]], now[3 * IRIS[eye] + 1], gazeTo);
    float gazeX = HeadMesh.clamp(gazeTo[0] - gazeFrom[0], -GAZE_LIMIT * 0.5f, GAZE_LIMIT * 0.5f);
    // A lid that closes drags the measured iris down with it: trust vertical gaze only while the eye is open.
    float trust = HeadMesh.smoothstep(0.5f, 0.9f, to.tallest / Math.max(1e-3f, from.tallest));
    float gazeY = trust * HeadMesh.clamp(gazeTo[1] / widen - gazeFrom[1], -0.1f, 0.1f);
    float[] p = new float[2];
    int x0 = Math.max(0, (int) to.minX - 1);
    int x1 = Math.min(width - 1, (int) to.maxX + 1);
    int y0 = Math.max(0, (int) to.minY - 1);
    int y1 = Math.min(height - 1, (int) to.maxY + 1);
    float feather = 1.2f / to.width;
    for (int y = y0; y <= y1; y++) {
      for (int x = x0; x <= x1; x++) {
        to.local(x + 0.5f, y + 0.5f, p);
        float upper = to.upper(p[0]);
        float lower = to.lower(p[0]);
        float inside = Math.min(p[1] - upper, lower - p[1]);
        float cover = HeadMesh.clamp(inside / feather, 0, 1);
        if (cover <= 0 || p[0] <= 0.02f || p[0] >= 0.98f) {
          continue;
        }
        // Gaze fades towards the corners, which are skin and do not turn.
        float ball = 4 * p[0] * (1 - p[0]);
        float u = p[0] - gazeX * ball;
        float v = p[1] / widen - gazeY * ball;
        float marginTop = from.upper(u) + 0.012f;
        float marginLow = from.lower(u) - 0.012f;
        if (marginTop < marginLow) {
          v = HeadMesh.clamp(v, marginTop, marginLow);
        }
        float sx = from.toX(u, v) - 0.5f + pad;
        float sy = from.toY(u, v) - 0.5f + pad;
        mapX.put(y, x, mapX.get(y, x) + cover * (sx - mapX.get(y, x)));
        mapY.put(y, x, mapY.get(y, x) + cover * (sy - mapY.get(y, x)));
      }
    }
    shut(mapX, mapY, width, height, from, to, pad);
  }

  /**
   * Lids that are all but shut are shut: the mesh leaves a slit of a pixel or two, and a coarse grid smears the eye into
   * it. The skin of the upper lid is continued down to the lower lid's edge, lashes last, and the lower lid's up to it.
   */
  private void shut(FloatIndexer mapX, FloatIndexer mapY, int width, int height, Opening from, Opening to, float pad) {
    float closing = 1 - HeadMesh.smoothstep(SHUT_BELOW, SHUTS_FROM, to.tallest / Math.max(1e-3f, from.tallest));
    if (closing <= 0) {
      return;
    }
    float[] p = new float[2];
    float smear = SMEAR / to.width;
    int reach = (int) Math.ceil(SMEAR) + 1;
    for (int y = Math.max(0, (int) to.minY - reach); y <= Math.min(height - 1, (int) to.maxY + reach); y++) {
      for (int x = Math.max(0, (int) to.minX); x <= Math.min(width - 1, (int) to.maxX); x++) {
        to.local(x + 0.5f, y + 0.5f, p);
        float upper = to.upper(p[0]);
        float lower = to.lower(p[0]);
        float inside = Math.min(p[1] - upper, lower - p[1]) + smear;
        float side = HeadMesh.smoothstep(0, 0.12f, Math.min(p[0], 1 - p[0]));
        float cover = closing * side * HeadMesh.clamp(2 * inside / smear, 0, 1);
        if (cover <= 0) {
          continue;
        }
        float below = p[1] - lower;
        float v = below < 0 ? from.upper(p[0]) + below : from.lower(p[0]) + below;
        mapX.put(y, x, mapX.get(y, x) + cover * (from.toX(p[0], v) - 0.5f + pad - mapX.get(y, x)));
        mapY.put(y, x, mapY.get(y, x) + cover * (from.toY(p[0], v) - 0.5f + pad - mapY.get(y, x)));
      }
    }
  }

  /** An eye's opening in its own frame: from corner to corner is 0..1 along u, v is square to it in the same unit. */
  private static final class Opening {
    final float originX;
    final float originY;
    final float axisX;
    final float axisY;
    final float width;
    final float[] upperU = new float[9];
    final float[] upperV = new float[9];
    final float[] lowerU = new float[9];
    final float[] lowerV = new float[9];
    float tallest;
    float minX = Float.MAX_VALUE;
    float maxX = -Float.MAX_VALUE;
    float minY = Float.MAX_VALUE;
    float maxY = -Float.MAX_VALUE;

    Opening(float[] vertices, int eye) {
      int a = UPPER[eye][0];
      int b = UPPER[eye][8];
      originX = vertices[3 * a];
      originY = vertices[3 * a + 1];
      float dx = vertices[3 * b] - originX;
      float dy = vertices[3 * b + 1] - originY;
      width = Math.max(1e-3f, (float) Math.hypot(dx, dy));
      axisX = dx / width;
      axisY = dy / width;
      float[] p = new float[2];
      for (int i = 0; i < 9; i++) {
        for (boolean top : new boolean[] {true, false}) {
          int vertex = top ? UPPER[eye][i] : LOWER[eye][i];
          float x = vertices[3 * vertex];
          float y = vertices[3 * vertex + 1];
          local(x, y, p);
          (top ? upperU : lowerU)[i] = p[0];
          (top ? upperV : lowerV)[i] = p[1];
          minX = Math.min(minX, x);
          maxX = Math.max(maxX, x);
          minY = Math.min(minY, y);
          maxY = Math.max(maxY, y);
        }
      }
      for (int i = 2; i < 7; i++) {
        tallest = Math.max(tallest, lower(upperU[i]) - upperV[i]);
      }
    }

    void local(float x, float y, float[] to) {
      float dx = (x - originX) / width;
      float dy = (y - originY) / width;
      to[0] = axisX * dx + axisY * dy;
      to[1] = -axisY * dx + axisX * dy;
    }

    float toX(float u, float v) {
      return originX + width * (axisX * u - axisY * v);
    }

    float toY(float u, float v) {
      return originY + width * (axisY * u + axisX * v);
    }

    float upper(float u) {
      return curve(upperU, upperV, u);
    }

    float lower(float u) {
      return curve(lowerU, lowerV, u);
    }

    private static float curve(float[] us, float[] vs, float u) {
      int last = us.length - 1;
      for (int i = 1; i <= last; i++) {
        if (u <= us[i] || i == last) {
          float span = us[i] - us[i - 1];
          float t = Math.abs(span) < 1e-5f ? 0 : HeadMesh.clamp((u - us[i - 1]) / span, 0, 1);
          return vs[i - 1] + t * (vs[i] - vs[i - 1]);
        }
      }
      return vs[last];
    }
  }
}
