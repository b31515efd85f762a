/**
 * What is measured.
 *
 * <p>A clip is walked through once. At every {@link dev.keylight.eval.metric.Moment} there are up to four pictures: the
 * result, what it was made from (the source), what moved it (the driver) and what it should have become (the truth). Each
 * is a {@link dev.keylight.eval.metric.Sight}, which knows its face, matte and light and finds them at most once, however
 * many metrics ask.
 *
 * <p>A {@link dev.keylight.eval.metric.Metric} has a {@link dev.keylight.eval.metric.MetricInfo}, which stands in every
 * report with the weights that were used, and starts a {@link dev.keylight.eval.metric.Tally} for each clip. Most metrics
 * are one number a frame and the mean over the clip: {@link dev.keylight.eval.metric.FrameMetric}. What a metric cannot
 * measure at a moment it says with NaN; such frames are counted and left out.
 */
package dev.keylight.eval.metric;
