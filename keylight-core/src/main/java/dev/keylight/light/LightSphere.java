package dev.keylight.light;

import dev.keylight.media.Frame;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shows a light as a photographer's grey ball: linear shading, exposed so that the brightest spot is just not white,
 * encoded as sRGB. What the camera cannot see of the light cannot be seen here either.
 */
public final class LightSphere {
  private static final byte BACKGROUND = 24;
  private static final float BRIGHTEST = .92f;

  /** Samples per pixel and axis at the edge. */
  private static final int FINE = 3;

  private LightSphere() {}

  /** A ball that fills a square picture. */
  public static Frame draw(SphericalHarmonics light, int size) {
    SphericalHarmonics exposed = exposed(light);
    float[] linear = new float[3 * size * size];
    float[] rgb = new float[3];
    float radius = size * .47f;
    float background = Srgb.toLinear(BACKGROUND);
    for (int j = 0; j < FINE * size; j++) {
      for (int i = 0; i < FINE * size; i++) {
        float x = ((i + .5f) / FINE - size / 2f) / radius;
        float y = (size / 2f - (j + .5f) / FINE) / radius;
        float inside = 1 - x * x - y * y;
        if (inside > 0) {
          exposed.shade(x, y, (float) Math.sqrt(inside), rgb);
        } else {
          Arrays.fill(rgb, background);
        }
        int at = 3 * (j / FINE * size + i / FINE);
        for (int c = 0; c < 3; c++) {
          linear[at + c] += Math.max(0, Math.min(1, rgb[c])) / (FINE * FINE);
        }
      }
    }
    return picture(linear, size);
  }

  /** The light at the ball's exposure: the brightest channel anywhere on the visible half is just below white. */
  public static SphericalHarmonics exposed(SphericalHarmonics light) {
    float brightest = 1e-6f;
    float[] rgb = new float[3];
    for (float[] d : LampField.DIRECTIONS) {
      light.shade(d[0], d[1], Math.abs(d[2]), rgb);
      brightest = Math.max(brightest, Math.max(rgb[0], Math.max(rgb[1], rgb[2])));
    }
    return light.scaled(BRIGHTEST / brightest);
  }

  private static Frame picture(float[] linear, int size) {
    byte[] bytes = new byte[linear.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Srgb.toByte(linear[i]);
    }
    Mat pixels = new Mat(size, size, opencv_core.CV_8UC3);
    pixels.data().put(bytes);
    return Frame.still(pixels);
  }
}
