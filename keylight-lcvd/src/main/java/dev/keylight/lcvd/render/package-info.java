/**
 * The published pipeline (spec §6), told by {@link dev.keylight.lcvd.render.Render} in the order it happens: look at the
 * reference once, sample tile by tile, decode frame by frame.
 *
 * <p>Nothing grows with the length of the clip except a file of latents: pictures are read when their tile comes, adapters'
 * maps are kept while there is room, and a frame's next latents are written as soon as its last tile is done. That file,
 * with the sums of the few frames still open, is also what a killed render continues from; since every operation happens
 * in the same order either way, the continued render ends in the same bytes.
 */
package dev.keylight.lcvd.render;
