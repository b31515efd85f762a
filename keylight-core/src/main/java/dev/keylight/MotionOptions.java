package dev.keylight;

import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.Retargeting;

/**
 * How the driver's motion is put onto the portrait.
 *
 * @param alignment relative to the driver's base frame, or with its own pose under one of the two cameras
 * @param base which frame of the driver the motion is counted from
 * @param retargeting what the user changes about it
 * @param face which face of the driver moves the portrait, counted from 0 in the order of their size in the first frame, at most 99
 */
public record MotionOptions(Alignment alignment, DriverProfile.Base base, Retargeting retargeting, int face) {
  /** The driver's motion relative to its calmest frame. */
  public static final MotionOptions DEFAULT =
      new MotionOptions(Alignment.RELATIVE, DriverProfile.Base.NEUTRAL, Retargeting.DEFAULT, 0);

  /** @throws IllegalArgumentException naming what is out of its range, and the range */
  public MotionOptions {
    Range.require("number of the driver's face", face, 0, 99);
  }
}
