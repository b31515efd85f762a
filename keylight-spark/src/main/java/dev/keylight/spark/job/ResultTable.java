package dev.keylight.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.spark.store.Store;
import java.io.IOException;
import java.util.Locale;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The results as Parquet, in {@code keylight-items} of the output's folder: exactly one row an item of the manifest. */
final class ResultTable {
  static final String FOLDER = "keylight-items";
  private static final int ROWS_PER_FILE = 10_000;
  private static final String FILES = "array<struct<name:string,sha256:string,bytes:bigint>>";

  private static final StructType SCHEMA =
      new StructType()
          .add("index", DataTypes.IntegerType)
          .add("name", DataTypes.StringType)
          .add("said", DataTypes.StringType)
          .add("status", DataTypes.StringType)
          .add("reason", DataTypes.StringType)
          .add("attempts", DataTypes.IntegerType)
          .add("seconds", DataTypes.DoubleType)
          .add("megabytes", DataTypes.LongType)
          .add("host", DataTypes.StringType)
          .add("sha256", DataTypes.StringType)
          .add("files", DataTypes.StringType)
          .add("answer", DataTypes.StringType);

  private final SparkSession spark;
  private final Store out;

  ResultTable(SparkSession spark, Store out) {
    this.spark = spark;
    this.out = out;
  }

  /**
   * Does the work and writes the table. It takes the place of an earlier one only when it is whole.
   *
   * @param count of the items
   * @param columns further ones, made of {@code answer}
   * @return the table as it was written
   */
  Dataset<Row> write(JavaRDD<ItemResult> results, int count, Column... columns) throws IOException {
    Column[] all = new Column[SCHEMA.size() - 1 + columns.length];
    for (int i = 0; i < SCHEMA.size() - 2; i++) {
      all[i] = functions.col(SCHEMA.fieldNames()[i]);
    }
    all[SCHEMA.size() - 2] = functions.expr("from_json(files, '" + FILES + "')").as("files");
    System.arraycopy(columns, 0, all, SCHEMA.size() - 1, columns.length);
    String part = "." + FOLDER + "-" + UUID.randomUUID();
    spark.createDataFrame(results.map(ResultTable::row), SCHEMA)
        .repartition(1 + count / ROWS_PER_FILE)
        .sortWithinPartitions("index")
        .select(all)
        .write()
        .parquet(out.base() + "/" + part);
    out.replaceFolder(part, FOLDER);
    return read();
  }

  /** What is there. */
  Dataset<Row> read() {
    return spark.read().parquet(out.base() + "/" + FOLDER);
  }

  private static Row row(ItemResult result) throws JsonProcessingException {
    Item item = result.item();
    String sha256 = item.key() == null ? null : item.key().replaceAll(" .*", "");
    return RowFactory.create(
        item.index(), item.name(), item.said(), result.status().name().toLowerCase(Locale.ROOT), result.reason(), result.attempts(),
        result.seconds(), result.megabytes(), result.host(), sha256 != null && sha256.matches("[0-9a-f]{64}") ? sha256 : null,
        new ObjectMapper().writeValueAsString(result.files()), result.answer());
  }
}
