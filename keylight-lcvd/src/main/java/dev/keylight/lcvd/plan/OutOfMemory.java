package dev.keylight.lcvd.plan;

import dev.keylight.KeylightException;
import dev.keylight.Progress;
import java.util.Locale;

/** Recognises that memory ran out, in any of the ways libtorch, JavaCPP and Java say so. */
public final class OutOfMemory {
  private static final String[] WORDS = {"out of memory", "can't allocate memory", "not enough memory", "bad_alloc",
    "cannot allocate memory", "physical memory usage is too high"};

  private OutOfMemory() {}

  /** Whether {@code failure} or what caused it is a lack of memory. */
  public static boolean is(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (cause instanceof OutOfMemoryError) {
        return true;
      }
      for (String word : WORDS) {
        if (message.contains(word)) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * The plan to go on with after a failure.
   *
   * @throws KeylightException when it was a lack of memory and there is no smaller plan
   * @throws RuntimeException the failure itself when it was something else
   */
  public static RenderPlan smaller(RenderPlan plan, Throwable failure, Progress progress) {
    if (!is(failure)) {
      throw failure instanceof RuntimeException other ? other : new IllegalStateException(failure);
    }
    if (!plan.canBeSmaller()) {
      throw new KeylightException("memory ran out on the " + plan.machine().device() + " even with the smallest plan; "
          + "close other programs, use --precision bf16 or smaller panels; the render goes on where it stopped", failure);
    }
    RenderPlan smaller = plan.smaller();
    progress.note("memory ran out; going on with a smaller " + smaller.sentence());
    return smaller;
  }
}
