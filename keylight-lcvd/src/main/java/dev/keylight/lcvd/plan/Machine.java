package dev.keylight.lcvd.plan;

import dev.keylight.BadInputException;
import dev.keylight.lcvd.nn.Scope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Where a render computes.
 *
 * @param device its name for libtorch, {@code cpu} or {@code cuda}
 * @param free bytes this program may use in all; empty when the system does not say
 * @param held bytes of these it holds already, such as for what finds faces
 */
public record Machine(String device, OptionalLong free, long held) {
  /** A machine on which the program holds nothing yet. */
  public Machine(String device, OptionalLong free) {
    this(device, free, 0);
  }

  /** What users say. */
  public enum Choice {
    AUTO,
    CPU,
    CUDA;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The chosen device of this machine; {@code auto} takes CUDA where libtorch was built with it and finds a device.
   *
   * @param limit bytes that may be used at most; empty for what is free
   * @throws BadInputException when CUDA is asked for and not there
   */
  public static Machine choose(Choice choice, OptionalLong limit) {
    boolean cuda = choice != Choice.CPU && torch.cuda_is_available();
    if (choice == Choice.CUDA && !cuda) {
      throw new BadInputException(torch.getCUDAHooks().isBuilt()
          ? "libtorch finds no CUDA device; check the driver with nvidia-smi, or use --device cpu"
          : "this build of Keylight computes on the CPU only; build it with mvn -P cuda, or use --device cpu");
    }
    if (cuda) {
      return new Machine("cuda", limit.isPresent() ? limit : freeOnGpu());
    }
    torch.get_num_threads(); // loads libtorch, which would be missing below
    long held = kilobytes("/proc/self/status", "VmRSS:").orElse(0);
    OptionalLong free = kilobytes("/proc/meminfo", "MemAvailable:");
    return new Machine("cpu", limit.isPresent() || free.isEmpty() ? limit : OptionalLong.of(free.getAsLong() + held), held);
  }

  /** The CPU, with all that is free. */
  public static Machine cpu() {
    return choose(Choice.CPU, OptionalLong.empty());
  }

  /** Threads of the processor that libtorch computes with; 1 where another device computes. */
  int threads() {
    return device.equals("cpu") ? torch.get_num_threads() : 1;
  }

  /** For libtorch; lives as long as the program. */
  public Device open() {
    return Scope.lasting(() -> new Device(new BytePointer(device)));
  }

  /** A number of Linux's tables about itself, in bytes; empty elsewhere. */
  private static OptionalLong kilobytes(String table, String name) {
    try {
      return Files.isReadable(Path.of(table))
          ? Files.readAllLines(Path.of(table)).stream().filter(line -> line.startsWith(name))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10).findFirst()
          : OptionalLong.empty();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong freeOnGpu() {
    try {
      Process process =
          new ProcessBuilder("nvidia-smi", "--query-gpu=memory.free", "--format=csv,noheader,nounits").start();
      String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.isBlank() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(answer.lines().findFirst().orElseThrow().strip()) << 20);
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Multiplications per second in a product of matrices, measured in some hundredths of a second. */
  double multiplicationsPerSecond(ScalarType type) {
    int side = device.equals("cpu") ? 768 : 4096;
    try (PointerScope scope = new PointerScope(); Device on = new Device(new BytePointer(device))) {
      Tensor a = torch.ones(side, side).to(on, type);
      double best = 0;
      for (int i = 0; i < 4; i++) {
        long start = System.nanoTime();
        a.matmul(a).select(0, 0).cpu(); // a read waits for the device
        best = Math.max(best, (double) side * side * side / (System.nanoTime() - start) * 1e9);
      }
      return best;
    }
  }
}
