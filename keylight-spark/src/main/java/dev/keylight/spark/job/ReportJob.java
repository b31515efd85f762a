package dev.keylight.spark.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.keylight.BadInputException;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** What became of a prepared corpus: its result table joined with its manifest, counted by Spark SQL, as one page. */
final class ReportJob {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Cluster cluster;
  private final JobFile job;
  private final SparkSession spark;
  private final Store out;
  private final ObjectNode page = JSON.createObjectNode();
  private final ArrayNode sections = page.putArray("sections");

  ReportJob(Cluster cluster, JobFile job) {
    this.cluster = cluster;
    this.job = job;
    this.spark = cluster.spark();
    this.out = new Store(job.output(), cluster.context().hadoopConfiguration());
  }

  ObjectNode run() throws IOException {
    if (!out.exists(ResultTable.FOLDER) || !out.exists("manifest.jsonl")) {
      throw new BadInputException(
          job.output() + " holds no results of a preparation on Spark; make some with keylight prepare --master");
    }
    views();
    page.put("title", "A corpus, prepared").put("introduction", out.base() + ": " + words(
        "select concat(count(*), ' videos, ', sum(if(status = 'done', 1, 0)), ' prepared by the last run, ',"
            + " sum(if(status = 'known', 1, 0)), ' known before or double, ', sum(if(status = 'failed', 1, 0)), ' failed; ',"
            + " (select count(*) from clips where rejected is null), ' clips taken') from results"));
    gates();
    quality();
    split();
    doubles();
    cost();
    Item item = new Item(0, "report", "report", "report", Map.of(), JSON.createObjectNode().set("page", page).toString(), job.output(), List.of(), null, null, 0);
    ItemResult result = cluster.small(List.of(item)).collect().get(0);
    if (result.status() == ItemResult.Status.FAILED) {
      throw new IOException("the report could not be written: " + result.reason());
    }
    return JSON.createObjectNode().put("output", job.output()).set("report", page);
  }

  private void views() {
    Dataset<Row> results = new ResultTable(spark, out).read();
    results.createOrReplaceTempView("results");
    spark.sql(
            "select said, name, sha256, clip.clip, clip.rejected, clip.frames, clip.faceHeight, clip.sharpness "
                + "from (select said, name, sha256, explode(note.rows) as clip from results) "
                + "union all select said, name, sha256, name, reason, 0, 0F, 0D from results where note is null")
        .createOrReplaceTempView("found");
    spark.read().json(out.base() + "/manifest.jsonl").createOrReplaceTempView("manifest");
    spark.sql("select f.*, m.identity, m.split, " + Gates.sql("f.rejected") + " as gate from found f left join manifest m using (clip)")
        .createOrReplaceTempView("clips");
  }

  private void gates() {
    section("What was taken, and which gate held the rest",
        "Clips, and videos that gave none. Gates are asked in the order of docs/training.md; each clip is held by the first it does not pass.",
        "select coalesce(gate, 'taken') as gate, count(*) as clips, round(100 * count(*) / (select count(*) from clips), 1) as percent "
            + "from clips group by gate order by gate is not null, clips desc, gate", "percent");
  }

  private void quality() {
    section("Sharpness", "Variance of the Laplacian of the face at 128 pixels, median of a clip; all that were looked at.",
        "select concat(cast(pow(2, bin) as int), ' to ', cast(pow(2, bin + 1) as int)) as sharpness, count(*) as clips, "
            + "sum(if(rejected is null, 1, 0)) as taken from (select floor(log2(greatest(sharpness, 1))) as bin, rejected from clips "
            + "where sharpness > 0) group by bin order by bin", "clips");
    section("Height of the face", "In the video's pixels, median of a clip.",
        "select concat(50 * bin, ' to ', 50 * bin + 50) as pixels, count(*) as clips, sum(if(rejected is null, 1, 0)) as taken "
            + "from (select cast(floor(faceHeight / 50) as int) as bin, rejected from clips where faceHeight > 0) group by bin order by bin", "clips");
  }

  private void split() {
    section("Split by person",
        "People in both: " + words("select count(*) from (select identity from clips where rejected is null group by identity having count(distinct split) > 1)")
            + ". Heads that are alike count as one person, and so do clips of one video.",
        "select split, count(distinct identity) as people, count(*) as clips, sum(frames) as frames from clips where rejected is null "
            + "group by split order by split", "frames");
  }

  private void doubles() {
    section("The same content", "Files whose bytes are another's; only the first is prepared.",
        "select min_by(said, index) as first, count(*) as files, substr(sha256, 1, 12) as sha256 from results where sha256 is not null "
            + "group by sha256 having count(*) > 1 order by files desc, first limit 50", "files");
    section("The same person in several videos", "By the shape of the head, which takes people who are alike for one.",
        "select identity as person, count(distinct said) as videos, count(*) as clips, concat_ws(', ', slice(sort_array(collect_set(said)), 1, 4)) as such_as "
            + "from clips where rejected is null group by identity having count(distinct said) > 1 order by videos desc, person limit 50", "videos");
  }

  private void cost() {
    section("What it cost", "Seconds of the last attempt, and the most memory of its worker, of what was done by the last run.",
        "select host, count(*) as videos, round(sum(seconds), 1) as seconds, round(percentile(seconds, 0.5), 2) as median, "
            + "round(percentile(seconds, 0.95), 2) as p95, round(max(seconds), 2) as longest, max(megabytes) as megabytes "
            + "from results where attempts > 0 group by host order by host", "seconds");
    section("What failed", "The first fifty.",
        "select said as video, reason, attempts from results where status = 'failed' order by index limit 50", "");
  }

  private String words(String sql) {
    return String.valueOf(spark.sql(sql).first().get(0));
  }

  /** @param bars column that is also drawn, or an empty word */
  private void section(String title, String text, String sql, String bars) {
    Dataset<Row> table = spark.sql(sql);
    ObjectNode section = sections.addObject().put("title", title).put("text", text).put("bars", bars);
    ArrayNode columns = section.putArray("columns");
    for (StructField field : table.schema().fields()) {
      columns.add(field.name().replace('_', ' '));
    }
    ArrayNode rows = section.putArray("rows");
    for (Row row : table.collectAsList()) {
      ArrayNode cells = rows.addArray();
      for (int i = 0; i < row.size(); i++) {
        cells.add(row.isNullAt(i) ? "" : row.get(i).toString());
      }
    }
  }
}
