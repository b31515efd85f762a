/**
 * Videos and pictures as the evaluator looks at them.
 *
 * <p>A {@link dev.keylight.eval.footage.Footage} says which part of which file is meant: the published sample's result, for
 * one, is the third of four panels after its first frame. A {@link dev.keylight.eval.footage.Reel} plays it, every frame
 * at the size at which everything is measured.
 */
package dev.keylight.eval.footage;
