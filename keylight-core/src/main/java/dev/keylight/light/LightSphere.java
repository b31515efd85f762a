package dev.keylight.light;

import dev.keylight.face.FaceTopology;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shows a light as a photographer's grey ball, or as the mean face in plaster: linear shading, exposed so that the
 * brightest spot is just not white, encoded as sRGB. What the camera cannot see of the light cannot be seen here either.
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

  /** The mean face of a topology, looking at the camera, in a square picture. */
  public static Frame drawFace(SphericalHarmonics light, FaceTopology topology, int size) {
    float[] vertices = fitted(topology, size * FINE);
    float[] normals = VertexNormals.of(vertices, topology.triangles());
    RasterBuffer buffer = new RasterBuffer(size * FINE, size * FINE, 3);
    new ScanlineRasterizer().draw(vertices, topology.triangles(), normals, buffer);
    SphericalHarmonics exposed = exposed(light);
    float[] linear = new float[3 * size * size];
    float background = Srgb.toLinear(BACKGROUND);
    float[] rgb = new float[3];
    for (int i = 0; i < buffer.width() * buffer.height(); i++) {
      if (buffer.covered(i)) {
        float x = buffer.plane(0)[i];
        float y = buffer.plane(1)[i];
        float z = buffer.plane(2)[i];
        float length = (float) Math.sqrt(x * x + y * y + z * z);
        exposed.shade(x / length, -y / length, -z / length, rgb);
      } else {
        Arrays.fill(rgb, background);
      }
      int at = 3 * (i / buffer.width() / FINE * size + i % buffer.width() / FINE);
      for (int c = 0; c < 3; c++) {
        linear[at + c] += Math.max(0, Math.min(1, rgb[c])) / (FINE * FINE);
      }
    }
    return picture(linear, size);
  }

  private static float[] fitted(FaceTopology topology, int size) {
    float[] vertices = topology.canonical().clone();
    float[] low = {Float.MAX_VALUE, Float.MAX_VALUE};
    float[] high = {-Float.MAX_VALUE, -Float.MAX_VALUE};
    for (int i = 0; i < vertices.length; i++) {
      if (i % 3 < 2) {
        low[i % 3] = Math.min(low[i % 3], vertices[i]);
        high[i % 3] = Math.max(high[i % 3], vertices[i]);
      }
    }
    float scale = .92f * size / Math.max(high[0] - low[0], high[1] - low[1]);
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = i % 3 < 2 ? (vertices[i] - (low[i % 3] + high[i % 3]) / 2) * scale + size / 2f : vertices[i] * scale;
    }
    return vertices;
  }

  /** The brightest channel anywhere on the visible half set to {@link #BRIGHTEST}. */
  private static SphericalHarmonics exposed(SphericalHarmonics light) {
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
