package dev.keylight.train.network;

import dev.keylight.lcvd.nn.Scope;
import dev.keylight.lcvd.unet.Segments;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.GradMode;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorBase;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorTensorHook;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.VoidTensorHook;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Activation checkpointing (Chen et al. 2016): a block forgets what it computed inside and computes it again when its
 * gradient is wanted. Costs about a third more time and saves most of the memory.
 *
 * <p>libtorch offers Java no functions with a backward of their own, so hooks do it. The block runs without gradients; its
 * result is tied to each input by adding zero times it. When the gradient of the result arrives, a hook runs the block again
 * with gradients, sends the gradient through it (the weights' gradients add up there), and leaves the inputs' gradients for
 * the hooks on the ties, which put them in place of the ties' zeros.
 */
public final class Recompute implements Segments, AutoCloseable {
  /** Hooks and saved inputs live here until the step is over; libtorch itself holds them too weakly. */
  private final Set<Pointer> kept = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The last thing that was {@link #spend spent}, or null. */
  private Pointer spent;

  @Override
  public Tensor run(Function<Tensor[], Tensor> block, Tensor... inputs) {
    if (!GradMode.is_enabled()) {
      return block.apply(inputs);
    }
    Autocast.Manner manner = Autocast.Manner.ofThread(inputs[0].device()).forgetful();
    int count = inputs.length;
    Tensor[] saved = new Tensor[count];
    boolean[] wanted = new boolean[count];
    for (int i = 0; i < count; i++) {
      wanted[i] = inputs[i].requires_grad();
      saved[i] = keep(inputs[i].detach());
    }
    return Scope.keep(() -> {
      Tensor result;
      try (NoGradGuard guard = new NoGradGuard(); Autocast cast = manner.open()) {
        result = Scope.keep(() -> block.apply(saved));
      }
      Tensor[] gradients = new Tensor[count];
      Tensor tied = result.add_(tie(inputs, wanted, gradients, result));
      tied.register_hook(keep(new VoidTensorHook() {
        @Override
        public void call(TensorBase gradient) {
          again(block, manner, saved, wanted, gradients, gradient);
        }
      }));
      return tied;
    });
  }

  /** A zero that depends on every input that wants a gradient, or, for want of one, is a leaf itself. */
  private Tensor tie(Tensor[] inputs, boolean[] wanted, Tensor[] gradients, Tensor like) {
    Tensor sum = null;
    for (int i = 0; i < inputs.length; i++) {
      if (wanted[i]) {
        int which = i;
        Tensor alias = inputs[i].view_as(inputs[i]);
        alias.register_hook(keep(new TensorTensorHook() {
          @Override
          public TensorBase call(TensorBase zero) {
            Tensor gradient = gradients[which] == null ? keep(new Tensor(zero)) : gradients[which];
            spend(gradient);
            return gradient;
          }
        }));
        Tensor one = alias;
        for (long d = alias.dim(); d > 0; d--) {
          one = one.select(0, 0);
        }
        Tensor everywhere = torch.ones(new long[] {}, new TensorOptions(ScalarType.Bool).device(
            new DeviceOptional(one.device())));
        Tensor zero = one.masked_fill(everywhere, new Scalar(0.0)).to(like.scalar_type()); // a NaN times zero would stay one
        sum = sum == null ? zero : sum.add(zero);
      }
    }
    return sum != null ? sum : torch.zeros(new long[] {}, like.options()).requires_grad_(true);
  }

  private void again(Function<Tensor[], Tensor> block, Autocast.Manner manner, Tensor[] saved, boolean[] wanted,
      Tensor[] gradients, TensorBase gradient) {
    try (PointerScope scope = new PointerScope(); AutoGradMode on = new AutoGradMode(true)) {
      Tensor[] leaves = new Tensor[saved.length];
      for (int i = 0; i < leaves.length; i++) {
        leaves[i] = saved[i].detach();
        if (wanted[i]) {
          leaves[i].requires_grad_(true);
        }
      }
      Tensor result;
      try (Autocast cast = manner.open()) {
        result = block.apply(leaves);
      }
      if (!result.requires_grad()) {
        return; // frozen weights behind inputs that want nothing
      }
      torch.backward(new TensorVector(result), new TensorVector(new Tensor(gradient)), new BoolOptional(), false, new TensorVector());
      for (int i = 0; i < leaves.length; i++) {
        if (wanted[i]) {
          gradients[i] = keep(new Tensor(leaves[i].grad()));
        }
      }
    } finally {
      List.of(saved).forEach(this::spend);
    }
  }

  /**
   * Nobody here needs it after this call; freed at the next one, when libtorch, which it may be handed to, has its own hold on
   * it. So what a block saved goes as the way back passes it. Without this it would wait for the step's end, and what is made on
   * a device's thread for Java's garbage collector, which knows nothing of a GPU's memory.
   */
  private synchronized void spend(Pointer pointer) {
    if (kept.remove(pointer)) {
      if (spent != null) {
        spent.releaseReference();
      }
      spent = pointer;
    }
  }

  /** Called on the device's thread too, while the caller's waits for the way back. */
  private synchronized <P extends Pointer> P keep(P pointer) {
    pointer.retainReference();
    kept.add(pointer);
    return pointer;
  }

  /** Call after every backward: frees what the step saved. */
  public synchronized void clear() {
    kept.forEach(Pointer::releaseReference);
    kept.clear();
    if (spent != null) {
      spent.releaseReference();
      spent = null;
    }
  }

  @Override
  public void close() {
    clear();
  }
}
