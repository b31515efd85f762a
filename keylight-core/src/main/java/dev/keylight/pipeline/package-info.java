/**
 * The rooms at work, side by side: decode, track, render, compose and encode each on a thread of its own.
 *
 * <p>A render is a chain of iterators. {@link dev.keylight.pipeline.Ahead} cuts the chain into stages: it runs the iterator
 * behind it a few frames ahead and no more, so that a slow encoder holds back the decoder and memory does not grow with
 * the clip. A failure in any stage comes out of the last one as it was thrown; closing the last stage stops them all.
 */
package dev.keylight.pipeline;
