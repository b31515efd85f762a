package dev.keylight.mesh;

/**
 * Draws a mesh into a {@link RasterBuffer}, the nearest on top, both sides visible. Pixels are sampled at their
 * centres, so pixel (i, j) shows the point (i + .5, j + .5).
 */
public sealed interface Rasterizer permits ScanlineRasterizer, PublishedRasterizer {
  /**
   * @param vertices x, y, z per vertex in pixels; smaller z is nearer
   * @param triangles three vertex indices each
   * @param attributes {@code into.attributes()} floats per vertex, vertex by vertex
   * @param into cleared first
   */
  void draw(float[] vertices, int[] triangles, float[] attributes, RasterBuffer into);
}
