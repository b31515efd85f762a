package dev.keylight.studio.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How a worker is started: the same Java and class path as the server, wrapped in what the system has for limiting it. */
final class WorkerCommand {
  private static final boolean SHELL = Files.isExecutable(Path.of("/bin/sh"));
  /** Whether this system lets a process give up the network; asked once. */
  private static final boolean NO_NETWORK = SHELL && works("unshare", "--net", "--map-root-user", "--", "true");

  private static final boolean NICE = SHELL && works("nice", "-n", "1", "true");

  private WorkerCommand() {}

  static ProcessBuilder of(WorkerLimits limits, Path temporary) {
    List<String> command = new ArrayList<>();
    if (NO_NETWORK) {
      command.addAll(List.of("unshare", "--net", "--map-root-user", "--"));
    }
    if (NICE && limits.niceness() > 0) {
      command.addAll(List.of("nice", "-n", Integer.toString(limits.niceness())));
    }
    if (SHELL) {
      // No core dumps, no larger files than this (in blocks of 512 bytes), not many open files.
      command.addAll(
          List.of(
              "/bin/sh", "-c",
              "ulimit -c 0; ulimit -f " + 2048L * limits.fileMegabytes() + "; ulimit -n 1024; exec \"$0\" \"$@\""));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + limits.heapMegabytes() + "m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError",
            "-XX:-UsePerfData", "-XX:ErrorFile=" + temporary.resolve("worker-crash.log"),
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Djava.awt.headless=true", "-Djava.io.tmpdir=" + temporary, "--enable-native-access=ALL-UNNAMED"));
    if (limits.model()) {
      command.addAll(arithmetic());
    }
    if (Runtime.version().feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    if (limits.model()) {
      // As the launcher does for commands with a model, see there.
      environment.put("MKL_THREADING_LAYER", "GNU");
      environment.put("MALLOC_MMAP_THRESHOLD_", "4294967296");
      environment.put("MALLOC_TRIM_THRESHOLD_", "4294967296");
    }
    environment.put("OPENCV_IO_MAX_IMAGE_PIXELS", Long.toString(1_000_000L * limits.pictureMegapixels()));
    environment.keySet().removeIf(name -> name.endsWith("_proxy") || name.endsWith("_PROXY"));
    return builder;
  }

  /**
   * MKL where it is installed: OpenBLAS nests its threads inside libtorch's, which made a render five times as long. Its
   * libraries are unpacked to a place of their own, as processes with the one and the other would pull them from under each
   * other.
   */
  private static List<String> arithmetic() {
    String paths = System.getProperty("java.class.path");
    if (!paths.contains("mkl-")) {
      return List.of();
    }
    Path cache = Path.of(System.getProperty("user.home"), ".javacpp", "cache-model");
    return List.of("-Dorg.bytedeco.openblas.load=mkl", "-Dorg.bytedeco.javacpp.cachedir=" + cache);
  }

  private static boolean works(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(2, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
