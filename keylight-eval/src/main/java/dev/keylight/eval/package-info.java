/**
 * The evaluator: what is good, measured.
 *
 * <p>{@code metric} says what is measured and {@code score} walks a clip through all metrics at once. {@code network} holds
 * the networks behind some of them, {@code statistics} what is computed over many clips. {@code protocol} knows the paper's
 * experiments: which clips are rendered by which engine, and which finished folders of other methods belong to them.
 * {@code report} writes tables, plots and contact sheets, {@code study} asks people.
 */
package dev.keylight.eval;
