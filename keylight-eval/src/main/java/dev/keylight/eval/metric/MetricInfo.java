package dev.keylight.eval.metric;

import java.util.Set;

/**
 * What stands about a metric in every report.
 *
 * @param id short and unique, such as {@code LE-mesh}
 * @param meaning one sentence: what it measures, in which unit
 * @param better which way it should go
 * @param needs what it cannot do without besides the result
 * @param weights the network's weights behind it, or the method where there is no network
 */
public record MetricInfo(String id, String meaning, Better better, Set<Need> needs, String weights) {
  /** Where no weights are used. */
  public static final String NO_WEIGHTS = "none";

  /** A metric without a network's weights of its own. */
  public static MetricInfo plain(String id, String meaning, Better better, Need... needs) {
    return new MetricInfo(id, meaning, better, Set.of(needs), NO_WEIGHTS);
  }
}
