package dev.keylight.lcvd.checkpoint;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Answers with tensors that have a shape but no numbers (libtorch's meta device), and remembers what was asked for: the
 * list of keys a network needs, at any size, without allocating it.
 */
public final class DeclaredParameters implements Parameters {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  @Override
  public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
    if (shapes.put(name, shape.clone()) != null) {
      throw new IllegalStateException("the network asks for " + name + " twice");
    }
    return meta(layout, shape);
  }

  static Tensor meta(UnaryOperator<Tensor> layout, long... shape) {
    Tensor result;
    try (PointerScope scope = new PointerScope()) {
      TensorOptions options = new TensorOptions(ScalarType.Float)
          .device(new DeviceOptional(new Device(new BytePointer("meta"))));
      result = layout.apply(torch.empty(shape, options, null));
      result.retainReference();
    }
    return result;
  }

  /** Names in the order they were asked for, with their shapes. */
  public Map<String, long[]> shapes() {
    return Collections.unmodifiableMap(shapes);
  }

  /** How many numbers the network has. */
  public long elements() {
    return shapes.values().stream().mapToLong(s -> Arrays.stream(s).reduce(1, (a, b) -> a * b)).sum();
  }
}
