package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.spark.child.WorkerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Spark within the test's own process: one session for all tests. */
final class Local {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static SparkSession session;

  private Local() {}

  static synchronized SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder().master("local[2]").appName("test").config("spark.ui.enabled", "false")
              .config("spark.sql.shuffle.partitions", "1").config("spark.driver.host", "127.0.0.1")
              .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
              .config("spark.driver.bindAddress", "127.0.0.1").config("spark.log.level", "WARN").getOrCreate();
    }
    return session;
  }

  /** Runs a job with the class path of the test. */
  static JsonNode run(String work, Path manifest, Path output, JsonNode options, int seconds, String worker) throws IOException {
    ObjectNode job = JSON.createObjectNode().put("work", work).put("manifest", manifest.toString()).put("output", output.toString())
        .put("classPath", System.getProperty("java.class.path")).put("seconds", seconds).put("megabytes", 1500).put("worker", worker);
    job.set("options", options);
    job.putObject("splits").put("share", 0.5).put("seed", 1);
    return JSON.readTree(SparkJob.run(session(), JobFile.read(JSON.writeValueAsBytes(job), "the test's")));
  }

  static JsonNode run(String work, Path manifest, Path output, JsonNode options) throws IOException {
    return run(work, manifest, output, options, 60, WorkerSetup.WORKER);
  }

  /** The rows of a job's table. */
  static List<Row> results(Path output) {
    return session().read().parquet(output.resolve("keylight-items").toString()).orderBy("index").collectAsList();
  }

  static Path manifest(Path file, List<? extends Object> rows) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Object row : rows) {
      lines.append(JSON.writeValueAsString(row)).append('\n');
    }
    return Files.writeString(file, lines);
  }
}
