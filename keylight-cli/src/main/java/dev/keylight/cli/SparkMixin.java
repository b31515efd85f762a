package dev.keylight.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where and how the work is spread over a cluster: for the commands that can do so. */
final class SparkMixin {
  @Option(names = "--master", paramLabel = "URL", order = 85,
      description = "Spread the work over this Apache Spark cluster, such as spark://host:7077, or local[2]. See docs/scale.md.")
  private String master;

  @Option(names = "--spark-conf", paramLabel = "NAME=VALUE", order = 86, description = "Further settings for Spark; may be given several times.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--item-seconds", paramLabel = "S", defaultValue = "600", order = 87,
      description = "With --master: an attempt at one item is ended after S seconds (${DEFAULT-VALUE}).")
  private int seconds;

  @Option(names = "--item-memory", paramLabel = "MB", defaultValue = "3000", order = 88,
      description = "With --master: an item that needs more memory is given up (${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(names = "--attempts", paramLabel = "N", defaultValue = "2", order = 89,
      description = "With --master: so many attempts at an item whose reader crashes or hangs (${DEFAULT-VALUE}).")
  private int attempts;

  @Option(names = "--retry-failed", order = 90, description = "With --master: try again what failed in an earlier run.")
  private boolean retryFailed;

  boolean wanted() {
    return master != null;
  }

  String master() {
    return master;
  }

  Map<String, String> settings() {
    return settings;
  }

  int megabytes() {
    return megabytes;
  }

  /** The job file's part that is the same for all work. */
  ObjectNode job(String work) {
    return new ObjectMapper().createObjectNode().put("work", work).put("seconds", seconds).put("megabytes", megabytes)
        .put("attempts", attempts).put("retryFailed", retryFailed);
  }
}
