package dev.keylight.mesh;

import java.util.Arrays;

/**
 * What a rasteriser draws into: for every pixel the nearest triangle, its depth, and the attributes interpolated there.
 * Made once and drawn into again and again; {@link #clear()} wipes only what was drawn. Not thread safe.
 */
public final class RasterBuffer {
  /** In {@link #triangles()} where nothing was drawn. */
  public static final int NOTHING = -1;

  private final int width;
  private final int height;
  private final float[] depth;
  private final int[] triangles;
  private final float[][] planes;
  private int left;
  private int top;
  private int right;
  private int bottom;

  /**
   * @param attributes how many floats a vertex brings
   */
  public RasterBuffer(int width, int height, int attributes) {
    this(width, height, planes(width, height, attributes));
  }

  /** Draws into planes the caller owns, {@code width × height} floats each, row major. */
  public RasterBuffer(int width, int height, float[][] planes) {
    this.width = width;
    this.height = height;
    this.planes = planes;
    for (float[] plane : planes) {
      if (plane.length < width * height) {
        throw new IllegalArgumentException("a plane of " + plane.length + " floats is too small for " + width + "×" + height);
      }
    }
    depth = new float[width * height];
    triangles = new int[width * height];
    left = 0;
    top = 0;
    right = width;
    bottom = height;
    clear();
  }

  private static float[][] planes(int width, int height, int count) {
    return new float[count][width * height];
  }

  /** Forgets everything drawn; the planes keep 0 where nothing is drawn. */
  public void clear() {
    for (int y = top; y < bottom; y++) {
      int from = y * width + left;
      int to = y * width + right;
      Arrays.fill(depth, from, to, Float.POSITIVE_INFINITY);
      Arrays.fill(triangles, from, to, NOTHING);
      for (float[] plane : planes) {
        Arrays.fill(plane, from, to, 0);
      }
    }
    left = width;
    top = height;
    right = 0;
    bottom = 0;
  }

  /** Tells the buffer which rectangle is about to be drawn: {@code x0 ≤ x < x1}, {@code y0 ≤ y < y1}, inside the buffer. */
  void touch(int x0, int y0, int x1, int y1) {
    left = Math.min(left, x0);
    top = Math.min(top, y0);
    right = Math.max(right, x1);
    bottom = Math.max(bottom, y1);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** The nearest z per pixel, infinite where nothing was drawn. */
  public float[] depth() {
    return depth;
  }

  /** Index of the nearest triangle per pixel (0 for the first three indices), or {@link #NOTHING}. */
  public int[] triangles() {
    return triangles;
  }

  public int attributes() {
    return planes.length;
  }

  /** One interpolated attribute, row major. */
  public float[] plane(int attribute) {
    return planes[attribute];
  }

  public boolean covered(int pixel) {
    return triangles[pixel] != NOTHING;
  }

  /** First drawn column; with the other three bounds, everything drawn since the last clear lies inside. */
  public int left() {
    return left;
  }

  public int top() {
    return top;
  }

  /** One past the last drawn column. */
  public int right() {
    return right;
  }

  public int bottom() {
    return bottom;
  }
}
