/**
 * One clip scored.
 *
 * <p>A {@link dev.keylight.eval.score.Trial} names a result and what it was made from. The {@link
 * dev.keylight.eval.score.Scorer} walks through all of them side by side, frame by frame, and fills a {@link
 * dev.keylight.eval.score.ScoreCard}: plain numbers, with what was skipped and why, and the hashes of everything that was
 * looked at. Nothing holds a whole clip.
 */
package dev.keylight.eval.score;
