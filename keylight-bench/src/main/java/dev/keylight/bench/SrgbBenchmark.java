package dev.keylight.bench;

import dev.keylight.light.Srgb;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A picture to linear light and back: the curve's formula, and its tables. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SrgbBenchmark {
  private final byte[] picture = new byte[3 * BenchFace.SIZE * BenchFace.SIZE];

  @Setup
  public void picture() {
    new Random(1).nextBytes(picture);
  }

  @Benchmark
  public byte[] naive() {
    for (int i = 0; i < picture.length; i++) {
      float linear = Srgb.linear((picture[i] & 255) / 255f);
      picture[i] = (byte) Math.round(255 * Srgb.encoded(linear));
    }
    return picture;
  }

  @Benchmark
  public byte[] fast() {
    for (int i = 0; i < picture.length; i++) {
      picture[i] = Srgb.toByte(Srgb.toLinear(picture[i]));
    }
    return picture;
  }
}
