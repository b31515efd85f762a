package dev.keylight.lcvd.checkpoint;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.nn.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Answers from a checkpoint, strictly: build the network, then call {@link #finish()}, which names every tensor that was
 * missing, left over or of another shape. Where type, device and layout already fit, the tensors are the mapped file
 * itself. Owns them until closed.
 */
public final class LoadedParameters implements Parameters, AutoCloseable {
  private static final int NAMED = 12;

  private final Checkpoint checkpoint;
  private final ScalarType type;
  private final Device device;
  private final Set<String> unused = new LinkedHashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Pointer> owned = new ArrayList<>();
  private Tensor buffer;

  /**
   * @param checkpoint where the tensors come from
   * @param type what the network computes in; tensors of other floating types are converted
   * @param device where it computes
   */
  public LoadedParameters(Checkpoint checkpoint, ScalarType type, Device device) {
    this.checkpoint = checkpoint;
    this.type = type;
    this.device = device;
    checkpoint.entries().forEach(entry -> unused.add(entry.name()));
  }

  @Override
  public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
    TensorEntry entry = checkpoint.entry(name);
    unused.remove(name);
    if (entry == null) {
      problems.add("missing " + name + " " + TensorEntry.describe(shape));
    } else if (!Arrays.equals(entry.shape(), shape)) {
      problems.add(name + " has the shape " + TensorEntry.describe(entry.shape()) + " instead of "
          + TensorEntry.describe(shape));
    } else {
      Tensor tensor = load(entry, layout);
      owned.add(tensor);
      return tensor;
    }
    Tensor placeholder = DeclaredParameters.meta(layout, shape);
    owned.add(placeholder);
    return placeholder;
  }

  /** On the CPU in float32, where oneDNN's order pays; a file that is not all there may not be rearranged. */
  @Override
  public Optional<Consumer<Pointer>> keeper() {
    return device.is_cpu() && type == ScalarType.Float && problems.isEmpty() ? Optional.of(owned::add) : Optional.empty();
  }

  private Tensor load(TensorEntry entry, UnaryOperator<Tensor> layout) {
    try (PointerScope scope = new PointerScope()) {
      boolean fits = device.is_cpu() && entry.type().scalarType() == type;
      Tensor ready;
      if (layout == AS_STORED && fits) {
        ready = checkpoint.tensor(entry.name());
      } else {
        // Pages of the mapped file count as the program's memory once touched: what is copied anyway is read past it.
        ready = layout.apply(converted(checkpoint.read(entry.name(), buffer())));
        if (ready.data_ptr().address() == buffer.data_ptr().address()) {
          ready = layout.apply(converted(checkpoint.tensor(entry.name()))); // nothing to change after all
        }
      }
      ready.retainReference();
      return ready;
    }
  }

  private Tensor converted(Tensor stored) {
    return stored.is_floating_point() ? stored.to(device, type) : stored.to(device, stored.scalar_type());
  }

  /** One for all tensors: a new one for each would leave holes of every size between the weights. */
  private Tensor buffer() {
    if (buffer == null) {
      buffer = Scope.lasting(
          () -> torch.empty(new long[] {checkpoint.largest()}, new TensorOptions(ScalarType.Byte), null));
    }
    return buffer;
  }

  private void freeBuffer() {
    if (buffer != null) {
      Scope.free(buffer);
      buffer = null;
    }
  }

  /**
   * Ends the building of a network.
   *
   * @throws BadInputException when the file is not exactly what the network asked for
   */
  public void finish() {
    freeBuffer();
    unused.forEach(name -> problems.add("extra " + name));
    if (!problems.isEmpty()) {
      close();
      int shown = Math.min(NAMED, problems.size());
      throw new BadInputException(checkpoint.path() + " does not fit its model: "
          + String.join("; ", problems.subList(0, shown))
          + (shown < problems.size() ? "; and " + (problems.size() - shown) + " more" : "")
          + ". Check that all files come from the same release.");
    }
  }

  /** All differences found so far, one sentence part each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    freeBuffer();
    owned.forEach(Pointer::releaseReference);
    owned.clear();
  }
}
