package dev.keylight.shading;

import dev.keylight.face.FaceTopology;
import dev.keylight.light.LightAxes;
import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.Rasterizer;
import dev.keylight.mesh.VertexNormals;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Draws the shading hint of the published system (spec §7.7): the face's mesh in matt grey of albedo 180/255 under a
 * light, on black, only where it faces the camera. The numbers are linear shading written straight as 8-bit levels, cut
 * not rounded, with no display curve, because that is what the published networks were trained on. Holds its buffers;
 * one per thread.
 */
public final class ShadingHint {
  private static final float ALBEDO = 180f / 255;

  /** Surfaces whose interpolated normal points further away from the camera than this are not drawn. */
  private static final float MASK = .15f;

  private final FaceTopology topology;
  private final Rasterizer rasterizer;
  private final RasterBuffer buffer;
  private final float[] attributes;
  private final float[] imageNormals;
  private final byte[] row;

  public ShadingHint(FaceTopology topology, int width, int height, Rasterizer rasterizer) {
    this.topology = topology;
    this.rasterizer = rasterizer;
    buffer = new RasterBuffer(width, height, 5);
    attributes = new float[5 * topology.vertexCount()];
    imageNormals = new float[3 * topology.vertexCount()];
    row = new byte[3 * width];
  }

  /** A mesh whose x, y and z have one scale, such as the built-in one: light and mask use the same normals. */
  public Frame draw(float[] vertices, SphericalHarmonics light) {
    VertexNormals.compute(vertices, topology.triangles(), imageNormals);
    float[] lightNormals = new float[imageNormals.length];
    LightAxes.directions(imageNormals, lightNormals, topology.vertexCount());
    return draw(vertices, lightNormals, light);
  }

  /**
   * @param vertices x, y, z in pixels of the hint; only the mask's normals come from them
   * @param lightNormals normals of the unprojected mesh in light axes, which the light falls on
   * @return the hint, owned by the caller
   */
  public Frame draw(float[] vertices, float[] lightNormals, SphericalHarmonics light) {
    VertexNormals.compute(vertices, topology.triangles(), imageNormals);
    for (int v = 0; v < topology.vertexCount(); v++) {
      System.arraycopy(lightNormals, 3 * v, attributes, 5 * v, 3);
      attributes[5 * v + 3] = imageNormals[3 * v + 2];
      attributes[5 * v + 4] = ALBEDO;
    }
    rasterizer.draw(vertices, topology.triangles(), attributes, buffer);
    ShadingQuadric quadric = ShadingQuadric.of(light);
    Mat pixels = new Mat(buffer.height(), buffer.width(), opencv_core.CV_8UC3);
    for (int y = 0; y < buffer.height(); y++) {
      Arrays.fill(row, (byte) 0);
      if (y >= buffer.top() && y < buffer.bottom()) {
        shade(y, quadric);
      }
      pixels.ptr(y).put(row, 0, row.length);
    }
    return Frame.still(pixels);
  }

  private void shade(int y, ShadingQuadric quadric) {
    for (int x = buffer.left(); x < buffer.right(); x++) {
      int i = y * buffer.width() + x;
      if (!buffer.covered(i) || !(buffer.plane(3)[i] < MASK)) {
        continue;
      }
      for (int c = 0; c < 3; c++) {
        // The albedo is interpolated like the rest, so weights that do not sum to one darken as they did in training.
        float value =
            buffer.plane(4)[i] * quadric.shade(c, buffer.plane(0)[i], buffer.plane(1)[i], buffer.plane(2)[i]);
        row[3 * x + c] = (byte) (int) (Math.max(0, Math.min(1, value)) * 255);
      }
    }
  }
}
