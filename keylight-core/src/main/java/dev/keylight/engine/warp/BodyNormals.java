package dev.keylight.engine.warp;

import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Which way hair, ears, neck and clothes face, guessed from the outline: normals turn outward at the matte's edge, equal
 * the mesh's on the face, and between them are as smooth as can be (Lumo: Johnston, "Approximating Lighting for Cel
 * Animation", NPAR 2002). A head so inflated is lit like a head, without its depth being known.
 */
final class BodyNormals {
  private static final int LONG_SIDE = 144;
  private static final int SWEEPS = 260;
  private static final int SWEEPS_CONTINUED = 24;
  private static final float OVERRELAXATION = 1.88f;

  /** How far the outline turns away; 1 would be edge-on. */
  private static final float OUTLINE_TILT = 0.85f;

  /** Pull of the body towards the camera, so that a neck does not inherit the underside of the jaw. */
  private static final float BODY_PULL = 0.025f;

  private final int columns;
  private final int rows;
  private final float step;
  private final float[] nx;
  private final float[] ny;

  private BodyNormals(int columns, int rows, float step) {
    this.columns = columns;
    this.rows = rows;
    this.step = step;
    this.nx = new float[columns * rows];
    this.ny = new float[columns * rows];
  }

  /**
   * @param matte float 0..1
   * @param vertices face vertices in the picture, x, y, z
   * @param normals unit normals of those vertices, image axes
   * @param faceVertices how many of them to take
   * @param chinY image row below which the person is body
   * @param before the field of the frame before, to start from; null for a first frame
   */
  static BodyNormals diffuse(Mat matte, float[] vertices, float[] normals, int faceVertices, float chinY, BodyNormals before) {
    float step = Math.max(1f, Math.max(matte.cols(), matte.rows()) / (float) LONG_SIDE);
    int columns = Math.max(2, Math.round(matte.cols() / step));
    int rows = Math.max(2, Math.round(matte.rows() / step));
    BodyNormals field = new BodyNormals(columns, rows, step);
    boolean continued = before != null && before.columns == columns && before.rows == rows;
    if (continued) {
      System.arraycopy(before.nx, 0, field.nx, 0, field.nx.length);
      System.arraycopy(before.ny, 0, field.ny, 0, field.ny.length);
    }
    float[] inside = new float[columns * rows];
    try (Mat small = new Mat();
        Size size = new Size(columns, rows);
        Size automatic = new Size(0, 0)) {
      opencv_imgproc.resize(matte, small, size, 0, 0, opencv_imgproc.INTER_AREA);
      opencv_imgproc.GaussianBlur(small, small, automatic, 1.2, 1.2, opencv_core.BORDER_REPLICATE, 0);
      try (FloatIndexer values = small.createIndexer()) {
        for (int y = 0; y < rows; y++) {
          for (int x = 0; x < columns; x++) {
            inside[y * columns + x] = values.get(y, x);
          }
        }
      }
    }
    boolean[] fixed = new boolean[columns * rows];
    field.fixOutline(inside, fixed);
    field.fixFace(vertices, normals, faceVertices, fixed);
    field.relax(fixed, chinY / step, continued ? SWEEPS_CONTINUED : SWEEPS);
    return field;
  }

  private void fixOutline(float[] inside, boolean[] fixed) {
    for (int y = 1; y < rows - 1; y++) {
      for (int x = 1; x < columns - 1; x++) {
        int i = y * columns + x;
        boolean edge =
            inside[i] >= 0.5f
                && (inside[i - 1] < 0.5f || inside[i + 1] < 0.5f || inside[i - columns] < 0.5f || inside[i + columns] < 0.5f);
        if (!edge) {
          continue;
        }
        float gx = inside[i - 1] - inside[i + 1];
        float gy = inside[i - columns] - inside[i + columns];
        float length = (float) Math.hypot(gx, gy);
        if (length > 1e-4f) {
          nx[i] = OUTLINE_TILT * gx / length;
          ny[i] = OUTLINE_TILT * gy / length;
          fixed[i] = true;
        }
      }
    }
  }

  private void fixFace(float[] vertices, float[] normals, int faceVertices, boolean[] fixed) {
    float[] weight = new float[nx.length];
    float[] sumX = new float[nx.length];
    float[] sumY = new float[nx.length];
    for (int v = 0; v < faceVertices; v++) {
      int x = (int) (vertices[3 * v] / step);
      int y = (int) (vertices[3 * v + 1] / step);
      if (x < 0 || y < 0 || x >= columns || y >= rows || normals[3 * v + 2] > -0.1f) {
        continue;
      }
      int i = y * columns + x;
      weight[i]++;
      sumX[i] += normals[3 * v];
      sumY[i] += normals[3 * v + 1];
    }
    for (int i = 0; i < nx.length; i++) {
      if (weight[i] > 0) {
        nx[i] = sumX[i] / weight[i];
        ny[i] = sumY[i] / weight[i];
        fixed[i] = true;
      }
    }
  }

  /** Successive over-relaxation of Laplace's equation, both components at once, free at the picture's border. */
  private void relax(boolean[] fixed, float chinRow, int sweeps) {
    for (int sweep = 0; sweep < sweeps; sweep++) {
      for (int y = 0; y < rows; y++) {
        float keep = y > chinRow ? 1 - BODY_PULL : 1;
        int up = y > 0 ? -columns : 0;
        int down = y < rows - 1 ? columns : 0;
        for (int x = 0; x < columns; x++) {
          int i = y * columns + x;
          if (fixed[i]) {
            continue;
          }
          int left = x > 0 ? -1 : 0;
          int right = x < columns - 1 ? 1 : 0;
          float targetX = 0.25f * keep * (nx[i + left] + nx[i + right] + nx[i + up] + nx[i + down]);
          float targetY = 0.25f * keep * (ny[i + left] + ny[i + right] + ny[i + up] + ny[i + down]);
          nx[i] += OVERRELAXATION * (targetX - nx[i]);
          ny[i] += OVERRELAXATION * (targetY - ny[i]);
        }
      }
    }
  }

  /** Writes the unit normal (image axes) at a picture position; positions outside take the nearest inside. */
  void at(float x, float y, float[] to, int offset) {
    float gx = HeadMesh.clamp(x / step - 0.5f, 0, columns - 1.001f);
    float gy = HeadMesh.clamp(y / step - 0.5f, 0, rows - 1.001f);
    int ix = (int) gx;
    int iy = (int) gy;
    float fx = gx - ix;
    float fy = gy - iy;
    int i = iy * columns + ix;
    float a = mix(mix(nx[i], nx[i + 1], fx), mix(nx[i + columns], nx[i + columns + 1], fx), fy);
    float b = mix(mix(ny[i], ny[i + 1], fx), mix(ny[i + columns], ny[i + columns + 1], fx), fy);
    float flat = Math.min(0.98f, a * a + b * b);
    float c = (float) Math.sqrt(1 - flat);
    float length = (float) Math.sqrt(a * a + b * b + c * c);
    to[offset] = a / length;
    to[offset + 1] = b / length;
    to[offset + 2] = -c / length;
  }

  private static float mix(float a, float b, float t) {
    return a + (b - a) * t;
  }
}
