package dev.keylight.spark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keylight.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final List<Map<String, String>> ROWS =
      List.of(Map.of("uri", "s3a://bucket/b c.mp4", "source", "b"), Map.of("uri", "a.mp4"));

  @TempDir private Path folder;

  @Test
  void csv_json_lines_and_parquet_give_the_same_rows_in_their_order() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "uri, source\ns3a://bucket/b c.mp4, b\na.mp4,\n");
    assertThat(Manifest.read(Local.session(), csv.toString())).isEqualTo(ROWS);
    Path lines = Local.manifest(folder.resolve("t.jsonl"), ROWS);
    assertThat(Manifest.read(Local.session(), lines.toString())).isEqualTo(ROWS);
    Path parquet = folder.resolve("t.parquet");
    Local.session().read().json(lines.toString()).write().parquet(parquet.toString());
    assertThat(Manifest.read(Local.session(), parquet.toString())).isEqualTo(ROWS);
  }

  @Test
  void a_table_that_cannot_be_used_is_told_why() throws IOException {
    Path empty = Files.writeString(folder.resolve("t.csv"), "uri,source\n");
    assertThatThrownBy(() -> Manifest.read(Local.session(), empty.toString())).isInstanceOf(BadInputException.class).hasMessageContaining("no rows");
    assertThatThrownBy(() -> Manifest.read(Local.session(), "t.xlsx")).isInstanceOf(BadInputException.class).hasMessageContaining(".parquet");
    assertThatThrownBy(() -> Manifest.need(ROWS.get(1), 1, "source")).hasMessageContaining("row 2").hasMessageContaining("source");
  }
}
