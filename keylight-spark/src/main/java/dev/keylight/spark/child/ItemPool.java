package dev.keylight.spark.child;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The workers of one executor: as many as it has tasks at a time, each opened once and lent to one task after another. They
 * end with the executor, because its end of their standard input does.
 */
public final class ItemPool {
  private static final Map<String, Queue<ItemProcess>> IDLE = new ConcurrentHashMap<>();

  private ItemPool() {}

  /**
   * An idle worker, or a new one.
   *
   * @param gpu address of the GPU it may use, or an empty word
   */
  public static ItemProcess borrow(WorkerSetup setup, Path scratch, String gpu) throws IOException {
    Queue<ItemProcess> idle = IDLE.computeIfAbsent(pool(setup, gpu), unused -> new ConcurrentLinkedQueue<>());
    for (ItemProcess worker = idle.poll(); worker != null; worker = idle.poll()) {
      if (worker.alive()) {
        return worker;
      }
    }
    Path own = Files.createTempDirectory(scratch, "worker");
    return ItemProcess.start(setup, own, gpu.isEmpty() ? Map.of() : Map.of("CUDA_VISIBLE_DEVICES", gpu));
  }

  /** Gives one back; a dead one is forgotten. */
  public static void giveBack(WorkerSetup setup, String gpu, ItemProcess worker) {
    if (worker.alive()) {
      IDLE.get(pool(setup, gpu)).add(worker);
    } else {
      worker.close();
    }
  }

  /** Ends all idle workers of this executor: for drivers that are executors too. */
  public static void close() {
    IDLE.values().forEach(idle -> idle.forEach(ItemProcess::close));
    IDLE.clear();
  }

  private static String pool(WorkerSetup setup, String gpu) {
    return gpu + " " + setup;
  }
}
