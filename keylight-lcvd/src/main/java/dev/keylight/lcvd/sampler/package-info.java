/**
 * From noise to latents: which noise levels are visited, how one step is taken, how a long clip is covered by short ones,
 * and how strongly the hints are followed. Plain arithmetic, apart from every network.
 */
package dev.keylight.lcvd.sampler;
