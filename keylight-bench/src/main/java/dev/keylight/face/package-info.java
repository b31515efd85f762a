/** Benchmarks of what the face room keeps to itself; see {@link dev.keylight.bench}. */
package dev.keylight.face;
