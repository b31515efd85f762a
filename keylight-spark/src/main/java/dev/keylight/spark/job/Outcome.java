package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What a job tells at its end. */
final class Outcome {
  /** A catalogue may fail as a whole; the table knows all of them. */
  private static final int TOLD = 20;

  private Outcome() {}

  static ObjectNode of(Dataset<Row> table, JobFile job) {
    ObjectNode facts = new ObjectMapper().createObjectNode().put("output", job.output());
    for (Row row : table.groupBy("status").count().collectAsList()) {
      facts.put(row.getString(0), row.getLong(1));
    }
    ArrayNode failures = facts.putArray("failures");
    for (Row row : table.where("status = 'failed'").select("said", "reason").limit(TOLD).collectAsList()) {
      failures.addObject().put("row", row.getString(0)).put("message", row.getString(1));
    }
    return facts;
  }
}
