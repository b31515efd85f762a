package dev.keylight.motion;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;

/**
 * One moment of a driver, whatever the driver is: a video, an image or a template. Times rise strictly along a stream.
 *
 * @param seconds when, from the start of the driver
 * @param subject whose face it is; another number means another person and starts the motion anew
 * @param pose where the head is, in the driver's picture; null when not present
 * @param canonical the mesh with the pose removed, x, y, z per vertex; null when not present
 * @param present whether a face was seen at all
 * @param cut whether a new shot begins here, so that this frame must not be compared with the one before
 */
public record MotionFrame(double seconds, int subject, Pose pose, float[] canonical, boolean present, boolean cut) {
  /** The motion of a tracked face. A bridged observation carries no news and counts as not present. */
  public static MotionFrame of(FaceObservation face, double seconds) {
    return face.bridged()
        ? missing(seconds)
        : new MotionFrame(seconds, face.id(), face.pose(), face.canonical(), true, false);
  }

  /** A moment at which the driver shows no usable face. */
  public static MotionFrame missing(double seconds) {
    return new MotionFrame(seconds, -1, null, null, false, false);
  }

  /** The same moment as the first of a new shot. */
  public MotionFrame asCut() {
    return new MotionFrame(seconds, subject, pose, canonical, present, true);
  }

  /** The same motion at another time. */
  public MotionFrame at(double otherSeconds) {
    return new MotionFrame(otherSeconds, subject, pose, canonical, present, cut);
  }
}
