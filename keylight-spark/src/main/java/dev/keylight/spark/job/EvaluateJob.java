package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Results made and scored. The items come planned, as a {@code CaseOrder} each; the files are those of {@code keylight
 * evaluate} on one machine, which then gathers them.
 */
final class EvaluateJob {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final JobFile job;
  private final Store out;

  EvaluateJob(Cluster cluster, JobFile job) {
    this.cluster = cluster;
    this.job = job;
    this.out = new Store(job.output(), cluster.context().hadoopConfiguration());
  }

  ObjectNode run() throws IOException {
    List<Map<String, String>> rows = Manifest.read(cluster.spark(), job.manifest());
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      items.add(item(i, Manifest.need(rows.get(i), i, "method"), Manifest.need(rows.get(i), i, "clip"), Manifest.need(rows.get(i), i, "order")));
    }
    List<Column> columns = new ArrayList<>();
    columns.add(functions.expr("get_json_object(answer, '$.method')").as("method"));
    columns.add(functions.expr("get_json_object(answer, '$.clip')").as("clip"));
    columns.add(functions.expr("cast(get_json_object(answer, '$.frames') as int)").as("frames"));
    for (JsonNode metric : job.options().path("metrics")) {
      columns.add(functions.expr("from_json(answer, 'struct<scores:map<string,double>>').scores['" + metric.asText() + "']").as(metric.asText()));
    }
    Dataset<Row> table =
        new ResultTable(cluster.spark(), out).write(cluster.tasks(items), items.size(), columns.toArray(Column[]::new));
    return Outcome.of(table, job);
  }

  private Item item(int index, String method, String clip, String order) throws IOException {
    String name = (method + "_" + clip).replaceAll("[^A-Za-z0-9.-]+", "_");
    ObjectNode facts = JSON.createObjectNode();
    JsonNode read = JSON.readTree(order);
    if (!read.isObject()) {
      throw new BadInputException("row " + (index + 1) + " of the manifest has no order that could be read");
    }
    facts.set("order", read);
    String result = "results/" + method + "/" + clip + ".mp4";
    String card = "scores/" + method + "/" + clip;
    List<String> earlier = new ArrayList<>(List.of(result, result + ".json", result + ".times.json", card + ".json"));
    job.options().path("extractors").forEach(extractor -> earlier.add(card + "." + extractor.asText() + ".features"));
    return new Item(index, name, method + "/" + clip, "evaluate", Map.of(), facts.toString(), job.output(), earlier, null, order, 0);
  }
}
