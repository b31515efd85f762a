/**
 * The door of Keylight: what a program calls to animate or relight a portrait.
 *
 * <p>The rooms behind it follow the way data flows: {@code media} decodes, {@code face} tracks, {@code light} knows light
 * as spherical harmonics, {@code motion} carries a driver's movement over to the reference, {@code shading} draws the mesh
 * under a light, {@code engine} makes frames, {@code compose} puts them back, {@code pipeline} runs them side by side. Each
 * room knows only those to its left; a test keeps it so.
 *
 * <p>Everything that can go wrong for a user is a {@link dev.keylight.KeylightException} whose message is one sentence;
 * where the input is at fault it is a {@link dev.keylight.BadInputException}.
 */
package dev.keylight;
