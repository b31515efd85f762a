/**
 * What is asked of the network, apart from any network: how noisy latents are made, which conditions are left out, and how
 * far a prediction is off. All of it is drawn from numbers that are handed in, so a batch can be made again.
 */
package dev.keylight.train.objective;
