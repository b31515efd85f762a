/**
 * The paper's experiments.
 *
 * <p>A {@link dev.keylight.eval.protocol.Protocol} makes {@link dev.keylight.eval.protocol.Case}s out of portraits, clips,
 * drivers and lights. A {@link dev.keylight.eval.protocol.Method} has or makes a result for a case: an engine renders it, a
 * folder of finished videos of another tool is searched for it by name, and the source itself stands there unlit. The {@link
 * dev.keylight.eval.protocol.Experiment} of the two is run into a folder: inputs are cut to the frames that are scored, results
 * rendered, cards written one by one, and the report made of them. Everything that is whole and made from the same inputs is
 * kept, so a run that was stopped goes on where it was.
 */
package dev.keylight.eval.protocol;
