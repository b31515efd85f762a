/**
 * Puts a driver's motion onto a portrait.
 *
 * <p>A driver (video, image or template) is a stream of {@link dev.keylight.motion.MotionFrame}s: head pose and canonical
 * mesh over time, without pixels. {@link dev.keylight.motion.DriverProfile} looks at its first seconds for the frame that
 * motion is counted from and for the face at rest. {@link dev.keylight.motion.MotionAligner} then turns each moment into an
 * {@link dev.keylight.motion.AlignedFace}: the reference's mesh where the driver says, in one of three
 * {@link dev.keylight.motion.Alignment}s.
 *
 * <p>Displacements alone do not make a face alive: measured on one face they never let another face's lids or lips meet. So
 * after the displacement is added, the openings of eyes and mouth are set to what the driver's are, as ratios and lengths,
 * and the skin around follows. Gaps, cuts and jumps of the driver are held and eased, and counted in
 * {@link dev.keylight.motion.MotionReport}.
 *
 * <p>Everything here is geometry in plain arrays: no pictures, no native memory.
 */
package dev.keylight.motion;
