package dev.keylight.lcvd.render;

import dev.keylight.lcvd.nn.Scope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Computes two tensors at once, each with half of the processor's threads. Layers of small pictures are too short to be shared:
 * two threads on one layer wait for each other at its end, two threads on two passes do not.
 */
final class SideBySide implements AutoCloseable {
  private final int threads = torch.get_num_threads();
  private final ExecutorService other = Executors.newSingleThreadExecutor(work -> {
    Thread thread = new Thread(work, "second pass");
    thread.setDaemon(true);
    return thread;
  });

  /** What was computed. */
  record Both(Tensor first, Tensor second) {}

  /** Halves the threads that whoever calls computes with, until closed. */
  SideBySide() {
    torch.set_num_threads(threads / 2);
    other.execute(() -> torch.set_num_threads(threads / 2)); // OpenMP keeps a number for each thread that asks
  }

  /**
   * Computes both, the second in another thread. The results belong to the scope around the call. Where one fails the other is
   * waited for, and the failure is thrown as it was.
   */
  Both compute(Supplier<Tensor> first, Supplier<Tensor> second) {
    CompletableFuture<Tensor> coming = CompletableFuture.supplyAsync(() -> {
      try (InferenceMode inference = new InferenceMode(true)) { // which each thread is in by itself
        return Scope.lasting(second);
      }
    }, other);
    Tensor own;
    try {
      own = first.get();
    } catch (RuntimeException | Error e) {
      coming.thenAccept(Scope::free).exceptionally(also -> null).join();
      throw e;
    }
    return new Both(own, Scope.adopt(arrived(coming)));
  }

  private static Tensor arrived(CompletableFuture<Tensor> coming) {
    try {
      return coming.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  @Override
  public void close() {
    other.shutdown();
    torch.set_num_threads(threads);
  }
}
