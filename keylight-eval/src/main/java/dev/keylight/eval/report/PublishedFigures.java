package dev.keylight.eval.report;

import java.util.Map;

/**
 * A row of a table of the paper.
 *
 * @param method as the paper names it
 * @param table which table it stands in, such as {@code Table 1}
 * @param values by metric, with the paper's names
 */
public record PublishedFigures(String method, String table, Map<String, Double> values) {}
