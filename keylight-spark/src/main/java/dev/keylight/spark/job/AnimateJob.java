package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A catalogue of renders: each row a portrait, what moves it, a light, the result's name, and perhaps options. */
final class AnimateJob {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final JobFile job;

  AnimateJob(Cluster cluster, JobFile job) {
    this.cluster = cluster;
    this.job = job;
  }

  ObjectNode run() throws IOException {
    List<Map<String, String>> rows = Manifest.read(cluster.spark(), job.manifest());
    List<Item> items = new ArrayList<>();
    Set<String> outputs = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      Item item = item(rows.get(i), i);
      if (!outputs.add(item.said())) {
        throw new BadInputException("row " + (i + 1) + " writes " + item.said() + " as an earlier one does; give each its own output");
      }
      items.add(item);
    }
    Dataset<Row> table =
        new ResultTable(cluster.spark(), new Store(job.output(), cluster.context().hadoopConfiguration()))
            .write(
                cluster.tasks(items), items.size(),
                functions.expr("cast(get_json_object(answer, '$.frames') as int)").as("frames"),
                functions.expr("get_json_object(answer, '$.settings')").as("settings"));
    return Outcome.of(table, job);
  }

  private Item item(Map<String, String> row, int i) throws IOException {
    String output = Manifest.need(row, i, "output");
    ObjectNode facts = JSON.createObjectNode().put("file", output.replaceAll("^/+", ""));
    if (row.containsKey("options")) {
      facts.set("options", JSON.readTree(row.get("options")));
    }
    Map<String, String> inputs = new LinkedHashMap<>(Map.of("reference", Manifest.need(row, i, "reference")));
    for (String role : List.of("drive", "light")) {
      String said = Manifest.need(row, i, role);
      // What has a scheme is a file that must be fetched; else it is a name, a mix, or a path of this machine.
      if (said.matches("[A-Za-z][A-Za-z0-9+.-]+://.*")) {
        inputs.put(role, said);
      } else {
        facts.put(role, said);
      }
    }
    return new Item(
        i, "row" + (i + 1), output, "animate", inputs, facts.toString(), job.output(), List.of(output, output + ".json"), null,
        inputs + facts.toString(), 0);
  }
}
