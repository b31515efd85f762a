package dev.keylight.lcvd;

import dev.keylight.lcvd.checkpoint.Parameters;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/** Weights and inputs made of their names, bit for bit as in tools/lcvd_network_fixtures.py. */
public final class GeneratedParameters implements Parameters {
  @Override
  public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
    try (PointerScope scope = new PointerScope()) {
      Tensor tensor = layout.apply(weight(name, shape));
      tensor.retainReference();
      return tensor;
    }
  }

  private static Tensor weight(String name, long[] shape) {
    float[] u = numbers(name, count(shape));
    if (shape.length >= 2) {
      float bound = (float) Math.sqrt(3.0 / (u.length / shape[0]));
      for (int i = 0; i < u.length; i++) {
        u[i] *= bound;
      }
    } else {
      boolean nearOne = name.endsWith(".weight") || name.endsWith("running_var") || name.endsWith("scale");
      for (int i = 0; i < u.length; i++) {
        u[i] = u[i] * 0.25f + (nearOne ? 1 : 0);
      }
    }
    return Tensor.create(u, shape);
  }

  /** An input of the fixtures. */
  public static Tensor input(String name, long... shape) {
    return Tensor.create(numbers(name, count(shape)), shape);
  }

  private static int count(long[] shape) {
    return (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Floats in −1..1: splitmix64 of crc32(name) + index, its upper 24 bits. */
  public static float[] numbers(String name, int count) {
    CRC32 crc = new CRC32();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      long z = (i + (crc.getValue() << 24)) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      numbers[i] = (float) ((double) (z >>> 40) / (1 << 23) - 1);
    }
    return numbers;
  }
}
