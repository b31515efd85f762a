package dev.keylight.bench;

import dev.keylight.face.FaceTopology;
import dev.keylight.mesh.PublishedRasterizer;
import dev.keylight.mesh.RasterBuffer;
import dev.keylight.mesh.Rasterizer;
import dev.keylight.mesh.ScanlineRasterizer;
import dev.keylight.mesh.VertexNormals;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A face drawn with its normals: every pixel of every triangle's box tried, as published, and line by line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RasterBenchmark {
  private final float[] vertices = BenchFace.vertices();
  private final int[] triangles = FaceTopology.builtIn().triangles();
  private final RasterBuffer buffer = new RasterBuffer(BenchFace.SIZE, BenchFace.SIZE, 3);
  private final Rasterizer published = new PublishedRasterizer(1000);
  private final Rasterizer scanline = new ScanlineRasterizer();
  private float[] normals;

  @Setup
  public void normals() {
    normals = VertexNormals.of(vertices, triangles);
  }

  @Benchmark
  public RasterBuffer naive() {
    published.draw(vertices, triangles, normals, buffer);
    return buffer;
  }

  @Benchmark
  public RasterBuffer fast() {
    scanline.draw(vertices, triangles, normals, buffer);
    return buffer;
  }
}
