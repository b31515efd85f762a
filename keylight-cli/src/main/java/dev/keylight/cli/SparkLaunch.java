package dev.keylight.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.KeylightException;
import dev.keylight.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Runs a job's driver as spark-submit would: a process of its own, with Spark's class path and without Keylight's. */
final class SparkLaunch {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DRIVER = "dev.keylight.spark.job.SparkJob";
  private static final int SPARK_MEGABYTES = 384;
  private static final int LOG_LINES = 3;

  private final SparkMixin spark;
  private final SparkPlace place;
  private final Path folder;

  /** @throws KeylightException when Spark is not there */
  SparkLaunch(SparkMixin spark) {
    this.spark = spark;
    this.place = SparkPlace.find();
    try {
      this.folder = Files.createTempDirectory("keylight-spark");
    } catch (IOException e) {
      throw new KeylightException("no temporary folder can be made: " + e.getMessage(), e);
    }
  }

  /** Writes a table of items for the driver to read. */
  Path table(List<? extends Map<String, ?>> rows) {
    try {
      StringBuilder lines = new StringBuilder();
      for (Map<String, ?> row : rows) {
        lines.append(JSON.writeValueAsString(row)).append('\n');
      }
      return Files.writeString(folder.resolve("items.jsonl"), lines);
    } catch (IOException e) {
      throw new KeylightException("the table of items cannot be written: " + e.getMessage(), e);
    }
  }

  /**
   * Runs the job to its end.
   *
   * @return what came out
   * @throws KeylightException when the driver failed, with what it said
   */
  JsonNode run(ObjectNode job, Progress progress) {
    job.put("classPath", place.workerClassPath());
    try {
      Path file = folder.resolve("job.json");
      Files.write(file, JSON.writeValueAsBytes(job));
      Path log = folder.resolve("driver.log");
      ProcessBuilder builder = builder(command(file.toString())).redirectError(log.toFile());
      Process driver = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(driver::destroy));
      JsonNode last = null;
      try (BufferedReader lines = driver.inputReader(StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode said = json(line);
          if (said.has("progress")) {
            progress.update(said.get("progress").get(0).asLong(), said.get("progress").get(1).asLong());
          } else if (said.isObject()) {
            last = said;
          }
        }
      }
      int code = driver.waitFor();
      if (code != 0 || last == null) {
        throw failure(code, log);
      }
      return last;
    } catch (IOException e) {
      throw new KeylightException("Spark's driver cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeylightException("the job was stopped; the same command goes on with it", e);
    }
  }

  /** The outcome as the machine's report wants it. */
  static Map<String, Object> facts(JsonNode outcome) {
    return JSON.convertValue(outcome, new TypeReference<>() {});
  }

  private static JsonNode json(String line) {
    try {
      return line.startsWith("{") ? JSON.readTree(line) : JSON.missingNode();
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static KeylightException failure(int code, Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    String told =
        lines.stream().filter(line -> line.startsWith("keylight: ")).map(line -> line.substring("keylight: ".length()))
            .collect(Collectors.joining("; "));
    if (!told.isEmpty()) {
      return code == ExitCode.BAD_INPUT ? new BadInputException(told) : new KeylightException(told);
    }
    String end = String.join(" ", lines.stream().filter(line -> line.contains("Exception") || line.contains("ERROR")).limit(LOG_LINES).toList());
    return new KeylightException("the job failed on Spark: " + end + "; all of its log is in " + log);
  }

  /** Asks Spark's launcher how a driver is started: it knows what this version's Java needs. */
  private List<String> command(String file) throws IOException, InterruptedException {
    List<String> asking = new ArrayList<>(
        List.of(java(), "-cp", place.home().resolve("jars") + "/*", "org.apache.spark.launcher.Main",
            "org.apache.spark.deploy.SparkSubmit", "--master", spark.master(), "--class", DRIVER));
    if (!place.beside().isEmpty()) {
      asking.addAll(List.of("--jars", place.beside().stream().map(Path::toString).collect(Collectors.joining(","))));
    }
    settings().forEach((name, value) -> asking.addAll(List.of("--conf", name + "=" + value)));
    asking.addAll(List.of(place.jar().toString(), file));
    Process launcher = builder(asking).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String said = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (launcher.waitFor() != 0) {
      throw new KeylightException("Spark's launcher in " + place.home() + " failed; is it Spark 4 for Scala 2.13?");
    }
    List<String> words = new ArrayList<>();
    for (String word : said.split("\0")) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("spark.log.level", "WARN");
    settings.put("spark.ui.showConsoleProgress", "false");
    settings.put("spark.ui.retainedTasks", "2000");
    // The tables are small and the work is elsewhere: nothing here is worth a collector's threads or a compiler's time. But
    // executors hash what is published, which only the second compiler does with the processor's own instructions.
    settings.put("spark.driver.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1");
    settings.put("spark.executor.extraJavaOptions", "-XX:+UseSerialGC");
    settings.put("spark.sql.codegen.wholeStage", "false");
    settings.put("spark.sql.codegen.factoryMode", "NO_CODEGEN");
    settings.put("spark.sql.shuffle.partitions", "16");
    settings.put("spark.driver.memory", "512m");
    settings.put("spark.executor.memory", "512m");
    settings.put("spark.executor.memoryOverhead", SPARK_MEGABYTES + spark.megabytes() + "m");
    settings.putAll(spark.settings());
    return settings;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", place.home().toString());
    // What Spark's own scripts set before they ask the launcher.
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    if (spark.master().matches(".*(127\\.0\\.0\\.1|localhost).*|local.*")) {
      builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    }
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
