package dev.keylight.eval.protocol;

import dev.keylight.eval.report.PublishedFigures;
import java.util.List;
import java.util.Map;

/**
 * What is to be made, by whom, and beside which figures it stands.
 *
 * @param title of the report
 * @param introduction what it is, in a few sentences
 * @param cases what every method is asked for
 * @param methods in the order of the tables
 * @param published the paper's own figures
 * @param sweep the parameter by which the methods are variants of one, by method; empty when it is no sweep
 */
public record Experiment(
    String title,
    String introduction,
    List<Case> cases,
    List<Method> methods,
    List<PublishedFigures> published,
    Map<String, Double> sweep) {}
