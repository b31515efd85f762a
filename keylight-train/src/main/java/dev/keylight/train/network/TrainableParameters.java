package dev.keylight.train.network;

import dev.keylight.lcvd.checkpoint.Checkpoint;
import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.checkpoint.SafetensorsWriter;
import dev.keylight.lcvd.nn.Scope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Weights that learn. Build the networks, then {@link #seal()}: all trained weights move into one long vector, and their
 * gradients into another, of which the layers hold pieces. So whatever is done to all weights (a step of the optimiser, a
 * mean over processes, clipping, averaging, saving) is done to one tensor, in a few calls.
 *
 * <p>Weights are float32. Those a predicate leaves out are frozen: kept as they are, without gradients.
 */
public final class TrainableParameters implements Parameters, AutoCloseable {
  /** Pieces begin at multiples of this many numbers: a cache line. */
  private static final long ALIGNMENT = 16;

  /** Both vectors are a multiple of this long, as optimisers that work in blocks need it. */
  private static final long BLOCK = 256;

  private final Initialiser initialiser;
  private final Predicate<String> trained;
  private final Device device;
  private final Map<String, Weight> weights = new LinkedHashMap<>();
  private Tensor values;
  private Tensor gradients;

  /** One weight as the layer holds it, and the shape it is stored in. */
  record Weight(Tensor tensor, long[] stored, boolean trained, long offset) {}

  /** On the processor; see {@link #TrainableParameters(Initialiser, Predicate, Device)}. */
  public TrainableParameters(Initialiser initialiser, Predicate<String> trained) {
    this(initialiser, trained, Scope.lasting(() -> new Device(DeviceType.CPU)));
  }

  /**
   * @param initialiser gives each weight its first value, in the stored shape, wherever it likes
   * @param trained which names learn
   * @param device where weights and gradients are; must outlive this
   */
  public TrainableParameters(Initialiser initialiser, Predicate<String> trained, Device device) {
    this.initialiser = initialiser;
    this.trained = trained;
    this.device = device;
  }

  @Override
  public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
    if (values != null || weights.containsKey(name)) {
      throw new IllegalStateException(name + " is asked for twice, or too late");
    }
    Tensor tensor = Scope.lasting(() -> {
      try (NoGradGuard guard = new NoGradGuard()) {
        return layout.apply(initialiser.first(name, shape))
            .to(device, ScalarType.Float, false, true, new MemoryFormatOptional()); // always a copy
      }
    });
    weights.put(name, new Weight(tensor, shape.clone(), trained.test(name), -1));
    return tensor;
  }

  /** Ends the building: from here on the trained weights have gradients. */
  public TrainableParameters seal() {
    long length = 0;
    for (Map.Entry<String, Weight> entry : weights.entrySet()) {
      Weight w = entry.getValue();
      if (w.trained) {
        entry.setValue(new Weight(w.tensor, w.stored, true, length));
        length += (w.tensor.numel() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
      }
    }
    long total = (length + BLOCK - 1) / BLOCK * BLOCK;
    values = zeros(total);
    gradients = zeros(total);
    for (Weight w : weights.values()) {
      if (w.trained) {
        try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
          Tensor piece = piece(values, w);
          piece.copy_(w.tensor);
          w.tensor.set_data(piece);
          w.tensor.requires_grad_(true);
          w.tensor.mutable_grad().put(piece(gradients, w));
        }
      }
    }
    return this;
  }

  private Tensor zeros(long length) {
    return Scope.lasting(() -> torch.zeros(new long[] {length},
        new TensorOptions(ScalarType.Float).device(new DeviceOptional(device))));
  }

  private static Tensor piece(Tensor all, Weight w) {
    long[] strides = new long[(int) w.tensor.dim()];
    for (int i = 0; i < strides.length; i++) {
      strides[i] = w.tensor.stride(i);
    }
    return all.as_strided(w.tensor.shape(), strides, new LongOptional(w.offset));
  }

  /** All trained weights, one after another, with gaps of zeros; changing it changes the networks. */
  public Tensor values() {
    return values;
  }

  /** All gradients, in the same order. */
  public Tensor gradients() {
    return gradients;
  }

  /** Length of the whole gradient. Summed block by block: a sum of squares over millions of floats loses the fourth digit. */
  public double gradientNorm() {
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      Tensor blocks = gradients.view(-1, BLOCK).norm(new ScalarOptional(new Scalar(2.0)), new long[] {1}, false);
      return blocks.to(ScalarType.Double).norm().item_double();
    }
  }

  /** How many trained numbers there are. */
  public long trainedElements() {
    return weights.values().stream().filter(Weight::trained).mapToLong(w -> w.tensor.numel()).sum();
  }

  /** Names in the order the networks asked for them. */
  public List<String> names() {
    return List.copyOf(weights.keySet());
  }

  /** A copy of one weight's gradient in the stored shape, owned by the caller. */
  public Tensor gradient(String name) {
    Weight w = weights.get(name);
    return Scope.lasting(() -> piece(gradients, w).contiguous().view(w.stored).clone());
  }

  /** Whether a weight learns. */
  public boolean trains(String name) {
    return weights.get(name).trained;
  }

  /** The part of a vector that belongs to a trained weight, as the layer holds it. */
  Tensor piece(String name, Tensor vector) {
    return piece(vector, weights.get(name));
  }

  /** The weight itself, as the layer holds it. */
  Weight weight(String name) {
    return weights.get(name);
  }

  /**
   * Writes the weights below a prefix, in the published layout and without the prefix.
   *
   * @param vector {@link #values()}, or a running mean of it
   */
  public void write(Path file, String prefix, Tensor vector) {
    write(file, prefix, vector, name -> true);
  }

  /**
   * The same, of the weights whose names are chosen.
   *
   * @param chosen is asked with the prefix
   */
  public void write(Path file, String prefix, Tensor vector, Predicate<String> chosen) {
    Map<String, Tensor> stored = new LinkedHashMap<>();
    try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
      weights.forEach((name, w) -> {
        if (name.startsWith(prefix + ".") && !LowRank.isPart(name) && chosen.test(name)) {
          Tensor tensor = w.trained ? piece(vector, w) : w.tensor;
          stored.put(name.substring(prefix.length() + 1), tensor.detach().contiguous().view(w.stored));
        }
      });
      SafetensorsWriter.write(file, stored);
    }
  }

  /** Takes over the values of a file {@link #write} made, strictly. */
  public void read(Checkpoint file, String prefix) {
    weights.forEach((name, w) -> {
      if (name.startsWith(prefix + ".")) {
        try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
          Tensor stored = file.tensor(name.substring(prefix.length() + 1));
          w.tensor.detach().copy_(stored.view(w.tensor.shape()));
        }
      }
    });
  }

  @Override
  public void close() {
    List<Tensor> all = new ArrayList<>();
    weights.values().forEach(w -> all.add(w.tensor));
    if (values != null) {
      all.add(values);
      all.add(gradients);
    }
    all.forEach(Scope::free);
    weights.clear();
  }
}
