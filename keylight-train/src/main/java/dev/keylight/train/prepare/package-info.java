/**
 * From a folder of raw videos to a data set.
 *
 * <p>The unit of work is one video ({@link dev.keylight.train.prepare.ClipPreparation}): a function of the file and the
 * options that writes its clips and returns rows for the manifest, so that a cluster can call it for a million files. It
 * follows every face ({@link dev.keylight.train.prepare.Tracks}); a run of one face without gap or cut is a candidate, which
 * has to pass the gates: long enough, large enough, sharp enough, alone in its square. The square stands still for the whole
 * clip, because a square that follows the head would take the motion out of the data.
 *
 * <p>{@link dev.keylight.train.prepare.Preparation} does this for a folder on one machine, on several threads, remembers
 * what is done under a key of content and options, and joins the rows in the order of the names. People, not clips, are
 * split into training and validation ({@link dev.keylight.train.prepare.Splits}).
 */
package dev.keylight.train.prepare;
