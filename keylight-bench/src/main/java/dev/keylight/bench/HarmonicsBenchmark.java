package dev.keylight.bench;

import dev.keylight.light.NamedLights;
import dev.keylight.light.ShadingQuadric;
import dev.keylight.light.SphericalHarmonics;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Spherical harmonics shading of a picture of normals: nine bands a pixel as written, and folded into a quadric. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class HarmonicsBenchmark {
  private static final int PIXELS = BenchFace.SIZE * BenchFace.SIZE;

  private final SphericalHarmonics light = NamedLights.of("rembrandt");
  private final float[][] normals = new float[3][PIXELS];
  private final float[][] shading = new float[3][PIXELS];
  private final float[] rgb = new float[3];

  @Setup
  public void normals() {
    Random random = new Random(1);
    for (int i = 0; i < PIXELS; i++) {
      double angle = 2 * Math.PI * random.nextDouble();
      double z = random.nextDouble();
      normals[0][i] = (float) (Math.cos(angle) * Math.sqrt(1 - z * z));
      normals[1][i] = (float) (Math.sin(angle) * Math.sqrt(1 - z * z));
      normals[2][i] = (float) z;
    }
  }

  @Benchmark
  public float[][] naive() {
    for (int i = 0; i < PIXELS; i++) {
      light.shade(normals[0][i], normals[1][i], normals[2][i], rgb);
      for (int c = 0; c < 3; c++) {
        shading[c][i] = rgb[c];
      }
    }
    return shading;
  }

  @Benchmark
  public float[][] fast() {
    ShadingQuadric quadric = ShadingQuadric.of(light);
    for (int c = 0; c < 3; c++) {
      quadric.shade(c, normals[0], normals[1], normals[2], shading[c], 0, PIXELS);
    }
    return shading;
  }
}
