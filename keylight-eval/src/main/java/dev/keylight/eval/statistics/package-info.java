/**
 * What is computed over many clips: intervals by bootstrap, distances of distributions, agreement of people. Plain arrays in,
 * plain numbers out; everything random has a fixed seed, so that the same clips give the same report.
 */
package dev.keylight.eval.statistics;
