package dev.keylight.spark.job;

import dev.keylight.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** A table of items: CSV with a line of names, JSON lines or Parquet. Its order is the order of the results. */
final class Manifest {
  private Manifest() {}

  /** Its rows as words by column; cells without content are absent. */
  static List<Map<String, String>> read(SparkSession spark, String uri) {
    String kind = uri.toLowerCase(Locale.ROOT).replaceAll(".*\\.", "");
    Dataset<Row> table =
        switch (kind) {
          case "csv" -> spark.read().option("header", true).option("ignoreLeadingWhiteSpace", true).option("ignoreTrailingWhiteSpace", true).csv(uri);
          case "jsonl", "json", "ndjson" -> spark.read().option("primitivesAsString", true).json(uri);
          case "parquet" -> spark.read().parquet(uri);
          default -> throw new BadInputException(uri + " is no table: give .csv, .jsonl or .parquet");
        };
    List<Map<String, String>> rows = new ArrayList<>();
    for (Row row : table.collectAsList()) {
      Map<String, String> words = new LinkedHashMap<>();
      for (StructField field : table.schema().fields()) {
        Object value = row.getAs(field.name());
        if (value != null && !value.toString().isBlank()) {
          words.put(field.name(), value.toString().strip());
        }
      }
      rows.add(words);
    }
    if (rows.isEmpty()) {
      throw new BadInputException(uri + " has no rows; each row is an item");
    }
    return rows;
  }

  /** A cell that must be there. */
  static String need(Map<String, String> row, int number, String column) {
    String value = row.get(column);
    if (value == null) {
      throw new BadInputException("row " + (number + 1) + " of the manifest has no " + column);
    }
    return value;
  }
}
