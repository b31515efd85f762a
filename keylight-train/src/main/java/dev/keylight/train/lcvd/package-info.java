/**
 * The training of the model as published (spec §8), without its defects: one person per sequence, the reference first and
 * then fifteen frames; all networks of the published layout, whose weights it reads and writes.
 *
 * <p>{@link dev.keylight.train.lcvd.LcvdNetworks} are what learns, {@link dev.keylight.train.lcvd.Sequence} is what a clip
 * gives, {@link dev.keylight.train.lcvd.Example} is that in latents, and {@link dev.keylight.train.lcvd.Chance} is
 * everything random about one batch.
 */
package dev.keylight.train.lcvd;
