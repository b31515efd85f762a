package dev.keylight.spark.child;

import java.io.Serializable;
import java.util.List;

/**
 * How workers are started, and what one item may cost.
 *
 * @param classPath of Keylight's libraries on the executor's machine; the variable {@code KEYLIGHT_CLASSPATH} there goes
 *     before it
 * @param javaOptions of the virtual machine
 * @param mainClass the worker's program
 * @param seconds that one attempt at an item may take
 * @param megabytes of memory that a worker may hold, heap and native together
 * @param attempts at an item before it is given up
 */
public record WorkerSetup(
    String classPath, List<String> javaOptions, String mainClass, int seconds, int megabytes, int attempts)
    implements Serializable {
  /** The variable that names Keylight's class path on a machine where it lies elsewhere. */
  public static final String CLASSPATH_VARIABLE = "KEYLIGHT_CLASSPATH";

  /** The program that does items. */
  public static final String WORKER = "dev.keylight.spark.item.ItemWorker";

  /** What the keylight script starts Java with: the work is native, and garbage is little. */
  public static final List<String> JAVA_OPTIONS =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
          "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0", "-Dorg.bytedeco.javacpp.maxBytes=0",
          "--enable-native-access=ALL-UNNAMED", "-Djava.awt.headless=true");

  public WorkerSetup {
    if (seconds < 1 || megabytes < 256 || attempts < 1) {
      throw new IllegalArgumentException(
          "an item needs at least one attempt of one second with 256 MB, was " + attempts + " × " + seconds + " s with "
              + megabytes + " MB");
    }
    javaOptions = List.copyOf(javaOptions);
  }

  /** The class path that holds on this machine. */
  public String classPathHere() {
    String here = System.getenv(CLASSPATH_VARIABLE);
    return here == null || here.isBlank() ? classPath : here;
  }
}
