package dev.keylight.shading;

import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.light.NamedLights;
import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.mesh.PublishedRasterizer;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import java.util.Arrays;

/** Prints how long the hot paths of mesh, light and shading take: medians after warm-up, for a face 420 pixels tall at 512². */
public final class ShadingTimings {
  private static final int SIZE = 512;

  private ShadingTimings() {}

  public static void main(String[] arguments) {
    FaceTopology topology;
    try (MeshFaceModel model = new MeshFaceModel()) {
      topology = model.topology();
    }
    float[] vertices = topology.canonical().clone();
    for (int i = 0; i < vertices.length; i++) {
      vertices[i] = 25 * vertices[i] + (i % 3 < 2 ? SIZE / 2f : 0);
    }
    float[] normals = VertexNormals.of(vertices, topology.triangles());
    float[] attributes = new float[6 * topology.vertexCount()];
    for (int v = 0; v < topology.vertexCount(); v++) {
      System.arraycopy(normals, 3 * v, attributes, 6 * v, 3);
      System.arraycopy(vertices, 3 * v, attributes, 6 * v + 3, 3);
    }
    RasterBuffer buffer = new RasterBuffer(SIZE, SIZE, 6);
    ScanlineRasterizer fast = new ScanlineRasterizer();
    PublishedRasterizer published = new PublishedRasterizer(1000);
    SphericalHarmonics light = NamedLights.of("rembrandt");
    ShadingQuadric quadric = ShadingQuadric.of(light);
    float[][] planes = new float[4][SIZE * SIZE];
    ShadingHint hint = new ShadingHint(topology, SIZE, SIZE, fast);
    RadianceTransfer transfer = RadianceTransfer.of(topology.canonical(), topology.triangles());
    float[] rgb = new float[3 * topology.vertexCount()];

    time("vertex normals", 400, () -> VertexNormals.compute(vertices, topology.triangles(), normals));
    time("scanline rasteriser, 6 attributes", 200, () -> fast.draw(vertices, topology.triangles(), attributes, buffer));
    time("published rasteriser, 6 attributes", 60, () -> published.draw(vertices, topology.triangles(), attributes, buffer));
    time("shading 512², 3 channels", 200, () -> {
      for (int c = 0; c < 3; c++) {
        quadric.shade(c, planes[0], planes[1], planes[2], planes[3], 0, SIZE * SIZE);
      }
    });
    time("shading hint", 100, () -> hint.draw(vertices, light).close());
    time("radiance transfer, made", 20, () -> RadianceTransfer.of(topology.canonical(), topology.triangles()));
    time("radiance transfer, shadow of one light", 200, () -> transfer.shadow(light, rgb));
  }

  private static void time(String what, int runs, Runnable work) {
    double[] milliseconds = new double[runs];
    for (int i = -runs; i < runs; i++) {
      long start = System.nanoTime();
      work.run();
      if (i >= 0) {
        milliseconds[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(milliseconds);
    System.out.printf("%-42s %8.3f ms%n", what, milliseconds[runs / 2]);
  }
}
