/**
 * From a portrait, a driving clip and a light to what the diffusion model is told, as the published preprocessing does it
 * (spec §7): everything squashed to 512², faces found and cropped, DECA's codes aligned, FLAME's face drawn under the light.
 *
 * <p>{@link dev.keylight.lcvd.preprocess.FaceReader} owns the networks and sees faces. {@link
 * dev.keylight.lcvd.preprocess.CodeAligner} combines the portrait's code with the driver's. {@link
 * dev.keylight.lcvd.preprocess.FlameHint} draws. {@link dev.keylight.lcvd.preprocess.PublishedPanels} puts five panels side
 * by side, frame by frame.
 *
 * <p>Quirks that the released weights were trained with are kept and can be switched off ({@link
 * dev.keylight.lcvd.preprocess.PreprocessOptions}).
 */
package dev.keylight.lcvd.preprocess;
