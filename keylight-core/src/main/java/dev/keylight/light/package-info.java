/**
 * Where light comes from and what is known of it.
 *
 * <p>All light is {@link dev.keylight.light.SphericalHarmonics}: nine numbers a colour channel that say how any surface is
 * shaded, in DECA's order and constants. Blur is no loss here: a matt surface averages the light over half a sphere, and
 * nine numbers keep 99 % of the result (Ramamoorthi and Hanrahan 2001). Lights add, scale, mix and turn exactly. {@link
 * dev.keylight.light.ShadingQuadric} shades many normals fast.
 *
 * <p>Light comes from a photographed face ({@link dev.keylight.light.PhotoLight}), from lamps ({@link
 * dev.keylight.light.Lamp}, and {@link dev.keylight.light.NamedLights}, the set-ups of portrait photography), from
 * panoramas ({@link dev.keylight.light.EnvironmentMap}) or from JSON ({@link dev.keylight.light.LightJson}). Over time it is
 * {@link dev.keylight.light.Lighting}: keyframed, rotating, or followed from another video.
 *
 * <p>What users write is read into a {@link dev.keylight.light.LightSpec}, which opens no file before it is resolved; and
 * then only through {@link dev.keylight.light.LightFiles}, because this package knows faces and frames but neither decoders
 * nor trackers.
 *
 * <p>Axes: x right, y up, z towards the camera. The rest of the house lives in image axes; {@link
 * dev.keylight.light.LightAxes} is the only door between the two.
 *
 * <p>Reading light off a face is a question with more unknowns than answers, and the package is explicit about what it
 * assumes: which parts of a face are skin ({@code FaceRegions}, {@code SkinChroma}), what colours skin and light can have
 * ({@code SkinTone}, {@code Sclera}), and that no lamp has negative power ({@code LampField}).
 */
package dev.keylight.light;
