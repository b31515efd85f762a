package dev.keylight.lcvd.nn;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;

/**
 * Results that stay the same from call to call, computed on first use and kept until closed. A memo that remembers nothing
 * gives the plain form of the same computation, for tests and for training. Two threads may ask at once.
 */
public final class Memo implements AutoCloseable {
  private final boolean remembers;
  private final Map<Object, Tensor> results = new HashMap<>();

  private Memo(boolean remembers) {
    this.remembers = remembers;
  }

  public static Memo remembering() {
    return new Memo(true);
  }

  public static Memo forgetful() {
    return new Memo(false);
  }

  /** The result filed under {@code key}; a remembered one belongs to the memo, a fresh one to the caller's scope. */
  public Tensor get(Object key, Supplier<Tensor> computation) {
    if (!remembers) {
      return computation.get();
    }
    synchronized (results) {
      Tensor known = results.get(key);
      if (known == null) {
        known = Scope.lasting(computation);
        results.put(key, known);
      }
      return known;
    }
  }

  @Override
  public void close() {
    results.values().forEach(Scope::free);
    results.clear();
  }
}
