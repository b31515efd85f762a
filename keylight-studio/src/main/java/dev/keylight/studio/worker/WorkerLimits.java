package dev.keylight.studio.worker;

import com.sun.management.OperatingSystemMXBean;
import dev.keylight.engine.EngineProvider;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/**
 * What a worker may take before it is ended.
 *
 * @param heapMegabytes of the Java heap
 * @param residentMegabytes of memory in all
 * @param fileMegabytes the largest file it may write
 * @param pictureMegapixels the largest picture OpenCV decodes for it
 * @param niceness how far it stands back for the server, 0 to 19
 * @param model whether a model's arithmetic is what it is for
 */
public record WorkerLimits(
    int heapMegabytes, int residentMegabytes, int fileMegabytes, int pictureMegapixels, int niceness, boolean model) {
  /** For renders: room for a long clip at 2048 pixels. */
  public static final WorkerLimits RENDER = new WorkerLimits(1024, 4096, 8192, 101, 5, false);
  /** For uploads and studies: the same room, but whoever renders goes first. */
  public static final WorkerLimits STUDY = new WorkerLimits(1024, 4096, 8192, 101, 12, false);
  /** For models, which need what they need: nearly all of the machine's memory. */
  public static final WorkerLimits MODEL = new WorkerLimits(1024, physicalMegabytes() * 9 / 10, 32_768, 101, 5, true);
  /** For live pictures, which are small; native libraries may still have to be unpacked. */
  public static final WorkerLimits LIVE = new WorkerLimits(512, 2048, 1024, 2, 0, false);

  /** What an engine's renders may take. */
  public static WorkerLimits of(Optional<EngineProvider> engine) {
    return engine.isPresent() && engine.get().workingSide().isPresent() ? MODEL : RENDER;
  }

  private static int physicalMegabytes() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return system instanceof OperatingSystemMXBean known ? (int) (known.getTotalMemorySize() >> 20) : 16_384;
  }
}
