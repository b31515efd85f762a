package dev.keylight.spark.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.spark.child.WorkerSetup;
import java.io.IOException;
import java.util.List;

/**
 * What a job is to do: the one argument of {@link SparkJob}, a JSON file that the command writes and people may.
 *
 * @param work {@code prepare}, {@code animate}, {@code evaluate} or {@code report}
 * @param manifest table of the items by URI: {@code .csv} with a line of names, {@code .jsonl} or {@code .parquet}
 * @param output folder for everything that comes out, by URI
 * @param options of the work
 * @param splits who is kept for validation; for {@code prepare}
 * @param classPath of Keylight on the executors' machines
 * @param javaOptions of the workers; the keylight script's when absent
 * @param worker the workers' program; {@link WorkerSetup#WORKER} when absent
 * @param seconds that one attempt at an item may take; 600 when absent
 * @param megabytes that a worker may hold; 3000 when absent
 * @param attempts at an item; 2 when absent
 * @param retryFailed whether items that failed in an earlier run are tried again
 * @param gpus of an executor, of which each task gets one; 0 when absent
 */
public record JobFile(
    @JsonProperty(required = true) String work,
    String manifest,
    @JsonProperty(required = true) String output,
    JsonNode options,
    Splitting splits,
    String classPath,
    List<String> javaOptions,
    String worker,
    int seconds,
    int megabytes,
    int attempts,
    boolean retryFailed,
    int gpus) {
  private static final ObjectMapper JSON = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** As the options of {@code keylight prepare} say. */
  public record Splitting(double share, String named, long seed) {}

  public JobFile {
    seconds = seconds == 0 ? 600 : seconds;
    megabytes = megabytes == 0 ? 3000 : megabytes;
    attempts = attempts == 0 ? 2 : attempts;
    javaOptions = javaOptions == null ? WorkerSetup.JAVA_OPTIONS : List.copyOf(javaOptions);
    worker = worker == null ? WorkerSetup.WORKER : worker;
    classPath = classPath == null ? "" : classPath;
    options = options == null ? JSON.createObjectNode() : options;
  }

  static JobFile read(byte[] content, String name) {
    try {
      return JSON.readValue(content, JobFile.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          name + " is no job file: " + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + "; see docs/scale.md for its form", e);
    }
  }

  WorkerSetup workers() {
    return new WorkerSetup(classPath, javaOptions, worker, seconds, megabytes, attempts);
  }
}
