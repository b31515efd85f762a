package dev.keylight.train.network;

import dev.keylight.lcvd.checkpoint.Parameters;
import dev.keylight.lcvd.nn.Scope;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Low-rank changes to matrices that otherwise stay (LoRA: Hu et al. 2021): {@code W = W₀ + up · down}, of which only
 * {@code up} and {@code down} learn. The networks know nothing of it: before a batch {@link #refresh} puts the sum into the
 * layer's matrix, and after it {@link #collect} passes the matrix' gradient on, {@code ∂up = ∂W · downᵀ} and
 * {@code ∂down = upᵀ · ∂W}. What is written is the sum, so the result is an ordinary model.
 */
public final class LowRank implements Parameters, AutoCloseable {
  private static final String DOWN = ".lora_down";
  private static final String UP = ".lora_up";

  private final TrainableParameters parameters;
  private final int rank;
  private final Predicate<String> changed;
  private final Map<String, Tensor> starts = new LinkedHashMap<>();

  /**
   * @param parameters hold everything; what is changed here must be frozen there
   * @param changed which matrices, by name
   */
  public LowRank(TrainableParameters parameters, int rank, Predicate<String> changed) {
    this.parameters = parameters;
    this.rank = rank;
    this.changed = changed;
  }

  /** Whether a name is of a low-rank part, which the published layout does not have. */
  static boolean isPart(String name) {
    return name.endsWith(DOWN) || name.endsWith(UP);
  }

  @Override
  public Tensor take(String name, UnaryOperator<Tensor> layout, long... shape) {
    Tensor tensor = parameters.take(name, layout, shape);
    if (changed.test(name) && shape.length == 2) {
      starts.put(name, Scope.lasting(tensor::clone));
      parameters.take(name + DOWN, rank, shape[1]);
      parameters.take(name + UP, shape[0], rank);
      tensor.requires_grad_(true);
    }
    return tensor;
  }

  /**
   * Puts start and change together.
   *
   * @param vector the parameters' values, or their running mean
   */
  public void refresh(Tensor vector) {
    starts.forEach((name, start) -> {
      try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
        Tensor change = parameters.piece(name + UP, vector).matmul(parameters.piece(name + DOWN, vector));
        parameters.weight(name).tensor().copy_(start.add(change));
      }
    });
  }

  /** Passes the gradients on that came since the last call. */
  public void collect() {
    starts.keySet().forEach(name -> {
      try (PointerScope scope = new PointerScope(); NoGradGuard guard = new NoGradGuard()) {
        Tensor gradient = parameters.weight(name).tensor().grad();
        if (!gradient.defined()) {
          return;
        }
        Tensor up = parameters.piece(name + UP, parameters.values());
        Tensor down = parameters.piece(name + DOWN, parameters.values());
        parameters.piece(name + UP, parameters.gradients()).add_(gradient.matmul(down.t()));
        parameters.piece(name + DOWN, parameters.gradients()).add_(up.t().matmul(gradient));
        gradient.zero_();
      }
    });
  }

  @Override
  public void close() {
    starts.values().forEach(Scope::free);
    starts.clear();
  }
}
