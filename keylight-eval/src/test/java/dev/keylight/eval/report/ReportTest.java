package dev.keylight.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.score.ScoreCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final MetricInfo ERROR = MetricInfo.plain("error", "how wrong", Better.LOWER);
  private static final MetricInfo RATIO = MetricInfo.plain("ratio", "how near", Better.NEAR_ONE);
  private static final MetricInfo SET = new MetricInfo("distance", "over all", Better.LOWER, Set.of(), "some net");

  @TempDir Path folder;

  static ScoreCard card(String method, String clip, double error, double ratio) {
    ScoreCard.CardProvenance provenance =
        new ScoreCard.CardProvenance("0", Map.of("result", new ScoreCard.Seen("r.mp4", "ab12", null)), Map.of(), "cd34");
    return new ScoreCard(
        method, clip, 3, List.of(1), Map.of("error", new ScoreCard.Score(error, 3), "ratio", new ScoreCard.Score(ratio, 3)),
        Map.of("flicker", Arrays.asList(null, error, error + 1)), List.of("a note, with \"quotes\" <and> more"), provenance);
  }

  /** The plot of a number that changes by a hundredth is nearly level. */
  @Test
  void what_hardly_changes_looks_level() {
    String svg = Plot.svg("t", "frame", Map.of("a", List.of(new double[] {0, 0.472}, new double[] {1, 0.478})));
    Matcher path = Pattern.compile("d=\"M\\S+ (\\S+)L\\S+ (\\S+)\"").matcher(svg);
    assertThat(path.find()).isTrue();
    assertThat(Double.parseDouble(path.group(1)) - Double.parseDouble(path.group(2))).isBetween(1.0, 20.0);
    assertThat(Plot.svg("t", "frame", Map.of("a", List.of(new double[] {0, 0}, new double[] {1, 0})))).doesNotContain("NaN");
  }

  static Evaluation evaluation(int clips) {
    List<ScoreCard> cards = new ArrayList<>();
    for (int i = 0; i < clips; i++) {
      cards.add(card("a", "clip" + i, 1 + i, 0.5));
      cards.add(card("b", "clip" + i, 2 + i, 1.9));
      cards.add(card("unlit", "clip" + i, 0, 1));
    }
    return new Evaluation(
        "Title & more", "What was done.", List.of("a", "b", "unlit"), Set.of("unlit"), List.of(ERROR, RATIO, SET), cards,
        Map.of("a", Map.of("distance", 12.5)), List.of(new PublishedFigures("LCVD", "Table 1", Map.of("LE", 0.738))),
        Map.of(), List.of("a general note"));
  }

  @Test
  void the_best_is_bold_and_a_baseline_never() {
    String markdown = Report.markdown(evaluation(4));
    assertThat(markdown).contains("| error ↓ | **2.500 ± 1.0");
    assertThat(markdown).contains("| ratio →1 | 0.500").contains("**1.900");
    assertThat(markdown).contains("unlit° |").doesNotContain("**0.000").doesNotContain("**1.000");
    assertThat(markdown).contains("| distance ↓ | 12.50 | – | – |");
    assertThat(markdown).contains("LCVD (Table 1) | 0.738").contains("†");
    assertThat(markdown).contains("- a general note").contains("all clips: a note");
  }

  @Test
  void one_clip_has_no_interval_and_that_is_said() {
    assertThat(Report.markdown(evaluation(1))).contains("One clip only: there is no interval.").doesNotContain("±");
  }

  @Test
  void all_forms_say_the_same_and_the_same_evaluation_gives_the_same_bytes() throws IOException {
    Report.write(evaluation(3), List.of(), folder.resolve("one"));
    Report.write(evaluation(3), List.of(), folder.resolve("two"));
    for (String name : List.of("report.html", "report.md", "report.csv", "report.json")) {
      assertThat(folder.resolve("one").resolve(name)).hasSameBinaryContentAs(folder.resolve("two").resolve(name));
    }
    JsonNode json = new ObjectMapper().readTree(folder.resolve("one/report.json").toFile());
    assertThat(json.at("/cards/0/scores/error/value").doubleValue()).isEqualTo(1);
    assertThat(json.at("/cards/0/provenance/settings").textValue()).isEqualTo("cd34");
    List<String> lines = Files.readAllLines(folder.resolve("one/report.csv"));
    assertThat(lines).hasSize(10);
    assertThat(lines.get(0)).isEqualTo("method,clip,frames,framesWithoutFace,error,ratio,distance,result,settings");
    assertThat(lines.get(1)).isEqualTo("a,clip0,3,1,1.0,0.5,,ab12,cd34");
  }
}
