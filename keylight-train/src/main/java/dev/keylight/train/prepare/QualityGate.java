package dev.keylight.train.prepare;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.keylight.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How good a clip must look. Faces may be large and sharp and still be ruined by compression, noise or a filter.
 *
 * @param measure what is measured on the stored pictures
 * @param limit the least, or for measures where less is better the most, that is let in
 * @param network file of the network that measures, for those that need one; otherwise null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QualityGate(Measure measure, double limit, String network) {
  /** Every clip may pass. */
  public static final QualityGate NONE = new QualityGate(Measure.NONE, 0, null);

  /** Measures of quality. */
  public enum Measure {
    NONE(0, false),
    /** Naturalness of local contrasts, 0 to 100, less is better. */
    BRISQUE(60, false),
    /** Distance of local contrasts to those of natural photographs, less is better. */
    NIQE(9, false),
    /** A video quality network of the user's, such as FasterVQA as TorchScript; the paper asks it for 0.6. */
    VQA(0.6, true);

    private final double usual;
    private final boolean more;

    Measure(double usual, boolean more) {
      this.usual = usual;
      this.more = more;
    }

    /** The limit where none is said. */
    public double usual() {
      return usual;
    }

    /** @throws BadInputException when there is none of that name */
    public static Measure named(String name) {
      return Arrays.stream(values()).filter(measure -> measure.word().equals(name)).findFirst()
          .orElseThrow(() -> new BadInputException("there is no measure of quality '" + name + "'; there are "
              + Arrays.stream(values()).map(Measure::word).collect(Collectors.joining(", "))));
    }

    /** As users write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public QualityGate {
    if (measure == Measure.VQA && network == null) {
      throw new BadInputException("quality by vqa needs a network: name its TorchScript file with --quality-network");
    }
  }

  /** The same wherever its file is. */
  QualityGate anywhere() {
    return network == null ? this : new QualityGate(measure, limit, "");
  }

  /**
   * Why a clip is left out, or null when it passes. What could not be measured passes, because nothing speaks against it.
   *
   * @param quality as measured, or NaN
   */
  String against(double quality) {
    if (measure == Measure.NONE || Double.isNaN(quality) || (measure.more ? quality >= limit : quality <= limit)) {
      return null;
    }
    return String.format(Locale.ROOT, "its quality is %.3g by %s, at %s %.3g is needed", quality, measure.word(),
        measure.more ? "least" : "most", limit);
  }
}
