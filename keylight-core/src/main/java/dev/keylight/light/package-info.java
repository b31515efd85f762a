/**
 * Where light comes from and what is known of it.
 *
 * <p>All light is {@link dev.keylight.light.SphericalHarmonics}: nine numbers a colour channel that say how any surface is
 * shaded, in DECA's order and constants. Blur is no loss here: a matt surface averages the light over half a sphere, and
 * nine numbers keep 99 % of the result (Ramamoorthi and Hanrahan 2001). Lights add, scale, mix and turn exactly.
 *
 * <p>A light is read off a photographed face ({@link dev.keylight.light.PhotoLight}), put together from lamps ({@link
 * dev.keylight.light.Lamp}, {@link dev.keylight.light.NamedLights}), or moves over time as {@link
 * dev.keylight.light.Lighting}.
 *
 * <p>Axes: x right, y up, z towards the camera. The rest of the house lives in image axes; {@link
 * dev.keylight.light.LightAxes} is the only door between the two.
 *
 * <p>The package knows faces and frames but no files of pictures or video: whoever needs those hands them in.
 */
package dev.keylight.light;
