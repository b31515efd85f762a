package dev.keylight.pipeline;

import dev.keylight.media.Rational;
import dev.keylight.motion.MotionFrame;

/**
 * One moment of a driver on its way to become one frame of the result.
 *
 * @param motion what the driver's face does
 * @param presentationTime when the frame of the result is shown, in units of the time base
 * @param timeBase the same for all moments of a driver
 */
record Moment(MotionFrame motion, long presentationTime, Rational timeBase) {
  /** When the frame of the result is shown, in seconds. */
  double seconds() {
    return presentationTime * timeBase.value();
  }
}
