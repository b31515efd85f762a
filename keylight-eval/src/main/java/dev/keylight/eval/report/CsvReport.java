package dev.keylight.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.keylight.eval.score.ScoreCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line for each clip of each method. */
final class CsvReport {
  private CsvReport() {}

  static String of(Evaluation evaluation) {
    CsvSchema.Builder schema = CsvSchema.builder().addColumn("method").addColumn("clip").addColumn("frames").addColumn("framesWithoutFace");
    evaluation.metrics().forEach(metric -> schema.addColumn(metric.id()));
    schema.addColumn("result").addColumn("settings").setUseHeader(true);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (ScoreCard card : evaluation.cards()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("method", card.method());
      row.put("clip", card.clip());
      row.put("frames", card.frames());
      row.put("framesWithoutFace", card.framesWithoutFace().size());
      card.scores().forEach((metric, score) -> row.put(metric, score.value()));
      row.put("result", card.provenance().inputs().get("result").sha256());
      row.put("settings", card.provenance().settings());
      rows.add(row);
    }
    try {
      return new CsvMapper().writer(schema.build()).writeValueAsString(rows);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("scores cannot be written as CSV", e);
    }
  }
}
