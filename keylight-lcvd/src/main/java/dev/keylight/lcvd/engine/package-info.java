/**
 * The published model behind the engine's door, so that {@code animate --engine lcvd} goes straight from tracked meshes to
 * frames, without the published system's lossy video in between. DECA and FLAME supply the shading hints where the weights
 * have them, else the built-in mesh does.
 */
package dev.keylight.lcvd.engine;
