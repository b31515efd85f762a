/**
 * What people read: an {@link dev.keylight.eval.report.Evaluation} is everything that was found, and becomes Markdown, JSON,
 * CSV and one HTML file that needs nothing beside it. The same evaluation gives the same bytes.
 *
 * <p>Metrics are rows and methods are columns, as there are many of the one and few of the other. Best values are bold; a
 * method that is only there for orientation (the unlit source, the paper's own figures) never is.
 */
package dev.keylight.eval.report;
