/**
 * The published model behind the engine's door, so that {@code animate --engine lcvd} goes straight from tracked meshes to
 * frames, without the published system's lossy video in between. The built-in mesh supplies the shading hints in place of
 * FLAME's.
 */
package dev.keylight.lcvd.engine;
