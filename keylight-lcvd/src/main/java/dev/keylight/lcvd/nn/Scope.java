package dev.keylight.lcvd.nn;

import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/** Lets one result out of a block of tensor operations and frees all others. */
public final class Scope {
  private Scope() {}

  /** Runs {@code block}; its result belongs to the scope around this call, or to the caller when there is none. */
  public static <T extends Pointer> T keep(Supplier<T> block) {
    T result;
    try (PointerScope scope = new PointerScope()) {
      result = block.get();
      result.retainReference();
    }
    PointerScope outer = PointerScope.getInnerScope();
    if (outer != null) {
      outer.attach(result);
      result.releaseReference();
    }
    return result;
  }

  /** Runs {@code block}; its result belongs to nobody's scope and lives until {@link #free}. */
  public static <T extends Pointer> T lasting(Supplier<T> block) {
    try (PointerScope scope = new PointerScope()) {
      T result = block.get();
      result.retainReference();
      return result;
    }
  }

  /** Gives what {@link #lasting} returned, perhaps in another thread, to the scope around this call. */
  public static <T extends Pointer> T adopt(T lasting) {
    PointerScope.getInnerScope().attach(lasting);
    lasting.releaseReference();
    return lasting;
  }

  /** Frees what {@link #lasting} returned. */
  public static void free(Pointer lasting) {
    lasting.releaseReference();
  }
}
