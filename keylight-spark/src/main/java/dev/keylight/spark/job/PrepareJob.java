package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.spark.store.Store;
import dev.keylight.train.data.ManifestRow;
import dev.keylight.train.prepare.PrepareOptions;
import dev.keylight.train.prepare.Splits;
import dev.keylight.train.prepare.VideoPreparation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Videos to a data set. Reads all files through first, because of two with one content only the first is prepared; then one
 * task a video; then who looks like whom, and the manifest.
 */
final class PrepareJob {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NOTE =
      "struct<note:struct<rows:array<struct<clip:string,source:string,rejected:string,frames:int,startSeconds:double,"
          + "endSeconds:double,faceHeight:float,sharpness:double,cropX:float,cropY:float,cropSide:float,quality:double,faceModel:string>>,"
          + "shapes:map<string,array<double>>>>";

  private final Cluster cluster;
  private final JobFile job;
  private final Store out;
  private final Splits splits;

  PrepareJob(Cluster cluster, JobFile job) throws IOException {
    this.cluster = cluster;
    this.job = job;
    this.out = new Store(job.output(), cluster.context().hadoopConfiguration());
    JSON.treeToValue(job.options(), PrepareOptions.class); // what is wrong with them is said before anything is begun
    JobFile.Splitting splitting = job.splits() == null ? new JobFile.Splitting(0.1, null, 0) : job.splits();
    this.splits =
        new Splits(splitting.share(), splitting.named() == null ? null : Pattern.compile(splitting.named()), splitting.seed());
  }

  ObjectNode run() throws IOException {
    List<Item> reads = reads();
    List<ItemResult> settled = new ArrayList<>();
    List<Item> items = new ArrayList<>();
    Map<String, String> first = new HashMap<>();
    // Collected in the order of the manifest.
    for (ItemResult read : cluster.small(reads).collect()) {
      if (read.status() == ItemResult.Status.FAILED) {
        settled.add(read);
        continue;
      }
      JsonNode file = JSON.readTree(read.answer());
      Item item = prepare(read.item(), file);
      String same = first.putIfAbsent(file.get("sha256").asText(), item.said());
      if (same == null) {
        items.add(item);
      } else {
        settled.add(duplicate(item, same));
      }
    }
    JavaRDD<ItemResult> results = cluster.tasks(items).union(cluster.context().parallelize(settled, 1));
    Column clips = functions.expr("from_json(answer, '" + NOTE + "').note").as("note");
    Dataset<Row> table =
        new ResultTable(cluster.spark(), out).write(results, reads.size(), clips);
    return finish(table);
  }

  private List<Item> reads() {
    List<Map<String, String>> rows = Manifest.read(cluster.spark(), job.manifest());
    List<Item> reads = new ArrayList<>();
    String facts = JSON.createObjectNode().<ObjectNode>set("options", job.options()).toString();
    Map<String, String> names = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      String uri = Manifest.need(rows.get(i), i, "uri");
      String source = rows.get(i).getOrDefault("source", uri.replaceAll(".*/", ""));
      String name = VideoPreparation.nameOf(source);
      String other = names.putIfAbsent(name, source);
      if (other != null) {
        throw new BadInputException("the sources " + other + " and " + source + " would both be called " + name + "; rename one in the manifest");
      }
      reads.add(new Item(i, name, source, "hash", Map.of("video", uri), facts, job.output(), List.of(), null, uri, 0));
    }
    return reads;
  }

  private Item prepare(Item read, JsonNode file) {
    ObjectNode facts = JSON.createObjectNode().put("source", read.said()).put("sha256", file.get("sha256").asText());
    facts.set("options", job.options());
    return new Item(
        read.index(), read.name(), read.said(), "prepare", read.inputs(), facts.toString(), job.output(), List.of(),
        "done/" + read.name() + ".json", file.get("key").asText(), file.get("bytes").asLong());
  }

  private static ItemResult duplicate(Item item, String of) {
    ObjectNode note = JSON.createObjectNode();
    note.putArray("rows").add(JSON.<JsonNode>valueToTree(VideoPreparation.duplicate(item.said(), of)));
    String answer = JSON.createObjectNode().set("note", note).toString();
    return new ItemResult(item, ItemResult.Status.KNOWN, null, 0, 0, 0, "driver", answer, List.of());
  }

  private ObjectNode finish(Dataset<Row> table) throws IOException {
    List<ManifestRow> rows = new ArrayList<>();
    Map<String, Integer> statuses = new HashMap<>();
    List<Row> found = new ArrayList<>(table.select("name", "said", "status", "reason", "note.rows", "index").collectAsList());
    found.sort(Comparator.comparingInt(row -> row.getInt(5)));
    for (Row row : found) {
      statuses.merge(row.getString(2), 1, Integer::sum);
      if (row.isNullAt(4)) {
        rows.add(ManifestRow.rejected(row.getString(0), row.getString(1), row.getString(3)));
      } else {
        row.<Row>getList(4).forEach(clip -> rows.add(ClipRows.of(clip)));
      }
    }
    List<ManifestRow> assigned = splits.assign(rows, new Likeness(cluster, table.selectExpr("explode(note.shapes)"), Likeness.BLOCK).pairs(rows));
    out.publish(dev.keylight.train.data.Dataset.lines(assigned), "manifest.jsonl");
    ObjectNode facts = JSON.createObjectNode().put("output", job.output());
    statuses.forEach(facts::put);
    facts.put("clips", assigned.stream().filter(ManifestRow::accepted).count());
    facts.put("people", assigned.stream().filter(ManifestRow::accepted).mapToInt(ManifestRow::identity).distinct().count());
    facts.put("validation", assigned.stream().filter(row -> row.accepted() && "validation".equals(row.split())).count());
    facts.put("rejected", assigned.stream().filter(row -> !row.accepted()).count());
    return facts;
  }
}
