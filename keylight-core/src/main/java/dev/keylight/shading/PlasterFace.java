package dev.keylight.shading;

import dev.keylight.face.FaceTopology;
import dev.keylight.light.LightSphere;
import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.light.Srgb;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Shows a light on the mean face in plaster, with its soft shadows, at the exposure of {@link LightSphere}'s ball. The
 * mesh and its shadows are prepared once; one instance per thread.
 */
public final class PlasterFace {
  private static final float BACKGROUND = 24 / 255f;

  /** Samples per pixel and axis. */
  private static final int FINE = 2;

  private static final int ATTRIBUTES = 6;

  private final FaceTopology topology;
  private final int size;
  private final float[] vertices;
  private final float[] normals;
  private final RadianceTransfer transfer;
  private final RasterBuffer buffer;
  private final ScanlineRasterizer rasterizer = new ScanlineRasterizer();
  private final float[] attributes;
  private final float[] shadow;

  public PlasterFace(FaceTopology topology, int size) {
    this.topology = topology;
    this.size = size;
    vertices = fitted(topology, size * FINE);
    normals = VertexNormals.of(vertices, topology.triangles());
    transfer = RadianceTransfer.of(vertices, topology.triangles());
    attributes = new float[ATTRIBUTES * topology.vertexCount()];
    shadow = new float[3 * topology.vertexCount()];
    buffer = new RasterBuffer(size * FINE, size * FINE, ATTRIBUTES);
  }

  /** A square picture, owned by the caller. */
  public Frame draw(SphericalHarmonics light) {
    SphericalHarmonics exposed = LightSphere.exposed(light);
    rasterize(exposed);
    ShadingQuadric quadric = ShadingQuadric.ofImageNormals(exposed);
    float[] linear = new float[3 * size * size];
    float background = Srgb.linear(BACKGROUND);
    for (int i = 0; i < buffer.width() * buffer.height(); i++) {
      float x = buffer.plane(0)[i];
      float y = buffer.plane(1)[i];
      float z = buffer.plane(2)[i];
      float length = (float) Math.sqrt(x * x + y * y + z * z);
      int at = 3 * (i / buffer.width() / FINE * size + i % buffer.width() / FINE);
      for (int c = 0; c < 3; c++) {
        float value =
            buffer.covered(i)
                ? buffer.plane(3 + c)[i] * quadric.shade(c, x / length, y / length, z / length)
                : background;
        linear[at + c] += Math.max(0, Math.min(1, value)) / (FINE * FINE);
      }
    }
    byte[] bytes = new byte[linear.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = Srgb.toByte(linear[i]);
    }
    Mat pixels = new Mat(size, size, opencv_core.CV_8UC3);
    pixels.data().put(bytes);
    return Frame.still(pixels);
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

  /** Normals and shadow factors of one light into the buffer. */
  private void rasterize(SphericalHarmonics light) {
    transfer.shadow(light, shadow);
    for (int v = 0; v < topology.vertexCount(); v++) {
      System.arraycopy(normals, 3 * v, attributes, ATTRIBUTES * v, 3);
      System.arraycopy(shadow, 3 * v, attributes, ATTRIBUTES * v + 3, 3);
    }
    rasterizer.draw(vertices, topology.triangles(), attributes, buffer);
  }
}
