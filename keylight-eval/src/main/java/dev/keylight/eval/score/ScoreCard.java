package dev.keylight.eval.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.Map;

/**
 * What came out of scoring one clip.
 *
 * @param method who made the result
 * @param clip which clip it is
 * @param frames how many were scored
 * @param framesWithoutFace their numbers
 * @param scores by metric; metrics that could not be measured are absent, and {@code notes} says why
 * @param series values frame by frame, null where there is none, for the metrics that are plotted
 * @param notes what the reader must know: different lengths, missing faces, other shapes
 * @param provenance of what was scored
 */
@JsonPropertyOrder({"method", "clip", "frames", "framesWithoutFace", "scores", "notes", "provenance", "series"})
public record ScoreCard(
    String method,
    String clip,
    int frames,
    List<Integer> framesWithoutFace,
    Map<String, Score> scores,
    Map<String, List<Double>> series,
    List<String> notes,
    CardProvenance provenance) {

  /**
   * One number.
   *
   * @param value the score
   * @param measured frames that took part
   */
  public record Score(double value, int measured) {}

  /**
   * What was looked at, and how.
   *
   * @param version of Keylight
   * @param inputs by role: result, source, driver, truth, light
   * @param metrics the weights behind each metric
   * @param settings hash over all of this: the same settings give the same numbers
   */
  public record CardProvenance(String version, Map<String, Seen> inputs, Map<String, String> metrics, String settings) {}

  /**
   * One file.
   *
   * @param said name of the file and the part of it that was used, without the folders of this machine
   * @param sha256 of the file; absent for folders and named lights
   * @param made the file's own provenance where it has a sidecar: engine and settings
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Seen(String said, String sha256, String made) {}

  /** The metric's value, NaN where it was not measured. */
  public double value(String metric) {
    Score score = scores.get(metric);
    return score == null ? Double.NaN : score.value();
  }
}
