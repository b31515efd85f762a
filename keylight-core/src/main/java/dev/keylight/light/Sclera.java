package dev.keylight.light;

import dev.keylight.face.FaceLandmarks;
import java.util.Arrays;

/**
 * The white of the eyes as a witness of the light's colour: nearly the same on everyone, and never skin-coloured. Taken
 * between the lids and outside the iris of the built-in mesh; the brighter half, because lashes and lids darken the rest.
 */
final class Sclera {
  /** Lids and lashes blur into the outline: the opening is shrunk towards its middle. */
  private static final float SHRINK = .82f;

  private static final float IRIS_MARGIN = 1.2f;
  private static final int FEWEST = 10;

  private final byte[] pixels;
  private final int channels;
  private final int width;
  private final int height;
  private final float[] vertices;
  private final float[] u;
  private final float[] v;
  private final float[] luminance;
  private int count;

  Sclera(byte[] pixels, int channels, int width, int height, float[] vertices) {
    this.pixels = pixels;
    this.channels = channels;
    this.width = width;
    this.height = height;
    this.vertices = vertices;
    u = new float[width * height];
    v = new float[width * height];
    luminance = new float[width * height];
  }

  /** (log R/G, log B/G), or null where the eyes are shut, dark, burnt out or too small. */
  double[] chroma() {
    collect(FaceLandmarks.rightEye(), FaceLandmarks.RIGHT_IRIS);
    collect(FaceLandmarks.leftEye(), FaceLandmarks.LEFT_IRIS);
    if (count < 2 * FEWEST) {
      return null;
    }
    float[] sorted = Arrays.copyOf(luminance, count);
    Arrays.sort(sorted);
    float bright = sorted[count / 2];
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (luminance[i] >= bright) {
        u[n] = u[i];
        v[n++] = v[i];
      }
    }
    Arrays.sort(u, 0, n);
    Arrays.sort(v, 0, n);
    return new double[] {u[n / 2], v[n / 2]};
  }

  private void collect(int[] outline, int iris) {
    int n = outline.length;
    float[] x = new float[n];
    float[] y = new float[n];
    float middleX = 0;
    float middleY = 0;
    for (int vertex : outline) {
      middleX += vertices[3 * vertex] / n;
      middleY += vertices[3 * vertex + 1] / n;
    }
    for (int k = 0; k < n; k++) {
      x[k] = middleX + SHRINK * (vertices[3 * outline[k]] - middleX);
      y[k] = middleY + SHRINK * (vertices[3 * outline[k] + 1] - middleY);
    }
    float irisX = vertices[3 * iris];
    float irisY = vertices[3 * iris + 1];
    float radius = 0;
    for (int k = 1; k <= 4; k++) {
      float dx = vertices[3 * (iris + k)] - irisX;
      float dy = vertices[3 * (iris + k) + 1] - irisY;
      radius = Math.max(radius, IRIS_MARGIN * (float) Math.sqrt(dx * dx + dy * dy));
    }
    float[] sortedX = x.clone();
    float[] sortedY = y.clone();
    Arrays.sort(sortedX);
    Arrays.sort(sortedY);
    for (int j = Math.max(0, (int) sortedY[0]); j <= Math.min(height - 1, (int) sortedY[n - 1]); j++) {
      for (int i = Math.max(0, (int) sortedX[0]); i <= Math.min(width - 1, (int) sortedX[n - 1]); i++) {
        float px = i + .5f;
        float py = j + .5f;
        boolean inIris = (px - irisX) * (px - irisX) + (py - irisY) * (py - irisY) < radius * radius;
        if (!inIris && inside(x, y, px, py)) {
          add(channels * (j * width + i));
        }
      }
    }
  }

  private void add(int at) {
    float r = Srgb.toLinear(pixels[at]);
    float g = Srgb.toLinear(pixels[at + 1]);
    float b = Srgb.toLinear(pixels[at + 2]);
    float y = .2126f * r + .7152f * g + .0722f * b;
    if (y > .03f && Math.max(r, Math.max(g, b)) < .98f) {
      u[count] = (float) Math.log(r / g);
      v[count] = (float) Math.log(b / g);
      luminance[count++] = y;
    }
  }

  /** Crossing number. */
  private static boolean inside(float[] x, float[] y, float px, float py) {
    boolean inside = false;
    for (int i = 0, j = x.length - 1; i < x.length; j = i++) {
      if (y[i] > py != y[j] > py && px < (x[j] - x[i]) * (py - y[i]) / (y[j] - y[i]) + x[i]) {
        inside = !inside;
      }
    }
    return inside;
  }
}
