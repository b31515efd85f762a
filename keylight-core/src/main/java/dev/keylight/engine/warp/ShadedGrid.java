package dev.keylight.engine.warp;

import dev.keylight.light.SphericalHarmonics;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.Rasterizer;
import dev.keylight.mesh.ScanlineRasterizer;

/**
 * A {@link HeadMesh} drawn on a coarse grid over the picture, and lit there. What the grid carries is smooth (normals,
 * light) or linear between mesh vertices (where to sample the portrait), so it may be coarser than the picture.
 */
final class ShadedGrid {
  /** The grid's long side at most. */
  private static final int LONG_SIDE = 288;

  private static final int U = 0;
  private static final int V = 1;
  private static final int NX = 2;
  private static final int NY = 3;
  private static final int NZ = 4;
  private static final int SHADOW = 5;
  private static final int SHINE = 6;
  private static final int HOLD = 7;
  private static final int PLANES = 8;

  private final int width;
  private final int height;
  private final RasterBuffer buffer;
  private final Rasterizer rasterizer = new ScanlineRasterizer();
  private final LightField field;
  private final GridRows diffuseRows;
  private final GridRows glossRows;
  private float[] attributes = new float[0];
  private float[] vertices = new float[0];
  private int faceTriangles;

  /**
   * @param width of the picture the grid covers
   */
  ShadedGrid(int width, int height) {
    this.width = width;
    this.height = height;
    float step = Math.max(2f, Math.max(width, height) / (float) LONG_SIDE);
    int columns = Math.max(2, Math.round(width / step));
    int rows = Math.max(2, Math.round(height / step));
    this.buffer = new RasterBuffer(columns, rows, PLANES);
    this.field = new LightField(columns, rows);
    this.diffuseRows = new GridRows(field.diffuse(), columns, rows, width, height);
    this.glossRows = new GridRows(field.gloss(), columns, rows, width, height);
  }

  /** Width of the picture that the grid covers. */
  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int columns() {
    return buffer.width();
  }

  int rows() {
    return buffer.height();
  }

  RasterBuffer buffer() {
    return buffer;
  }

  /** Where in the reference each cell lies, x, pixels; meaningful where the buffer is covered. */
  float[] sourceX() {
    return buffer.plane(U);
  }

  float[] sourceY() {
    return buffer.plane(V);
  }

  /** Interleaved RGB per cell; changed by the next {@link #light}. */
  float[] diffuse() {
    return field.diffuse();
  }

  /**
   * Draws the surface.
   *
   * @param position x, y, z per vertex in pixels of the picture
   * @param normal unit normals, image axes
   * @param shadow share of the light that self-shadowing leaves, per vertex
   */
  void draw(HeadMesh mesh, float[] position, float[] normal, float[] shadow) {
    int count = mesh.vertexCount();
    if (attributes.length != PLANES * count) {
      attributes = new float[PLANES * count];
      vertices = new float[3 * count];
    }
    float scaleX = columns() / (float) width;
    float scaleY = rows() / (float) height;
    for (int v = 0; v < count; v++) {
      vertices[3 * v] = position[3 * v] * scaleX;
      vertices[3 * v + 1] = position[3 * v + 1] * scaleY;
      vertices[3 * v + 2] = position[3 * v + 2] * scaleX;
      int a = PLANES * v;
      attributes[a + U] = mesh.reference()[3 * v];
      attributes[a + V] = mesh.reference()[3 * v + 1];
      System.arraycopy(normal, 3 * v, attributes, a + NX, 3);
      attributes[a + SHADOW] = shadow[v];
      attributes[a + SHINE] = mesh.shine(v);
      attributes[a + HOLD] = mesh.hold(v);
    }
    rasterizer.draw(vertices, mesh.triangles(), attributes, buffer);
    faceTriangles = mesh.faceTriangles();
  }

  /** Lights what was drawn. */
  void light(SphericalHarmonics light) {
    field.light(
        light,
        buffer.plane(NX),
        buffer.plane(NY),
        buffer.plane(NZ),
        buffer.plane(SHADOW),
        buffer.plane(SHINE),
        buffer.plane(HOLD));
    SoftLight.spread(field.diffuse(), buffer, faceTriangles);
  }

  /** {@link #diffuse()} as rows of the picture, as it is when a row is read. */
  GridRows diffuseRows() {
    return diffuseRows;
  }

  /** Gloss in units of white light as rows of the picture, as it is when a row is read. */
  GridRows glossRows() {
    return glossRows;
  }
}
