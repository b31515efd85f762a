package dev.keylight.cli;

import dev.keylight.Keylight;
import dev.keylight.KeylightException;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where Spark and Keylight's jar for it lie. Neither is on this command's class path: most people never need them.
 *
 * @param home Spark's folder, with {@code jars} in it
 * @param jar Keylight's for Spark
 * @param beside Keylight's jars that the driver and the executors need beside it
 */
record SparkPlace(Path home, Path jar, List<Path> beside) {
  private static final Pattern BESIDE = Pattern.compile("keylight-(core|train)-[0-9.]+\\.jar");

  /** @throws KeylightException when one is missing, with what to do */
  static SparkPlace find() {
    Path module = code().resolve("../../../keylight-spark/target").normalize();
    String said = System.getenv("SPARK_HOME");
    return in(said == null || said.isBlank() ? module.resolve("spark") : Path.of(said), module);
  }

  /**
   * @param home where Spark should be
   * @param module where the jar should be
   */
  static SparkPlace in(Path home, Path module) {
    if (!Files.isDirectory(home.resolve("jars"))) {
      throw new KeylightException(
          "--master needs Apache Spark, and there is none in " + home + "; run tools/cluster fetch, or set SPARK_HOME to an "
              + "installation of Spark 4 for Scala 2.13");
    }
    Path jar = module.resolve("keylight-spark-" + Keylight.version() + ".jar");
    if (!Files.isRegularFile(jar)) {
      throw new KeylightException("--master needs " + jar + ", which is not there; run tools/cluster fetch");
    }
    List<Path> beside = classPath().filter(file -> BESIDE.matcher(file.getFileName().toString()).matches()).toList();
    return new SparkPlace(home, jar, beside);
  }

  /** What a worker on this machine is started with: everything of this command, and the worker's own jar. */
  String workerClassPath() {
    return System.getProperty("java.class.path") + File.pathSeparator + jar;
  }

  private static Stream<Path> classPath() {
    return Stream.of(System.getProperty("java.class.path").split(Pattern.quote(File.pathSeparator))).map(Path::of);
  }

  private static Path code() {
    try {
      return Path.of(SparkPlace.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
