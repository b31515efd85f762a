/**
 * The loop that all training runs in: batches, steps, checkpoints, the curve. It knows vectors and losses, not networks.
 *
 * <p>Everything random in a batch must come from the batch's number. Then the number of the step is all the randomness there
 * is to save, and a run that was killed goes on with the same numbers.
 */
package dev.keylight.train.loop;
