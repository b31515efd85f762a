package dev.keylight.cli;

import dev.keylight.MotionOptions;
import dev.keylight.media.Rational;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.DriverProfile;
import dev.keylight.motion.Retargeting;
import picocli.CommandLine.Option;

/** The options that shape motion. What is not given stays as it was in the settings underneath. */
final class MotionMixin {
  @Option(names = "--alignment", paramLabel = "HOW", order = 20,
      description = "relative (default), reference-camera or driver-camera.")
  private Alignment alignment;

  @Option(names = "--base", paramLabel = "FRAME", order = 21,
      description = "Driver frame that motion counts from: neutral (default), first or nearest.")
  private DriverProfile.Base base;

  @Option(names = "--driver-face", paramLabel = "N", order = 22, description = "Which face of the driver, 0 is the largest.")
  private Integer driverFace;

  @Option(names = "--expression", paramLabel = "0..3", order = 23, description = "Strength of the whole expression, 1 as driven.")
  private Float expression;

  @Option(names = "--eyes", paramLabel = "0..3", order = 24, description = "Strength of the eyes' motion.")
  private Float eyes;

  @Option(names = "--brows", paramLabel = "0..3", order = 25, description = "Strength of the brows' motion.")
  private Float brows;

  @Option(names = "--mouth", paramLabel = "0..3", order = 26, description = "Strength of the mouth's motion.")
  private Float mouth;

  @Option(names = "--pose", paramLabel = "0..3", order = 27, description = "Strength of the head's motion.")
  private Float pose;

  @Option(names = "--eye-opening", paramLabel = "0..2", order = 28, description = "Opens the eyes further, 0 closes them.")
  private Float eyeOpening;

  @Option(names = "--lip-opening", paramLabel = "0..3", order = 29, description = "Opens the lips further, 0 closes them.")
  private Float lipOpening;

  @Option(names = "--lip-closure", paramLabel = "0..1", order = 30,
      description = "How firmly the lips close when the driver's do, 1 by default.")
  private Float lipClosure;

  @Option(names = "--yaw", paramLabel = "DEG", order = 31, description = "Turn the head, positive to the picture's right.")
  private Float yaw;

  @Option(names = "--pitch", paramLabel = "DEG", order = 32, description = "Nod the head, positive looks up.")
  private Float pitch;

  @Option(names = "--roll", paramLabel = "DEG", order = 33, description = "Tilt the head, positive is clockwise.")
  private Float roll;

  @Option(names = "--shift-x", paramLabel = "W", order = 34, description = "Move the head right, in face widths.")
  private Float shiftX;

  @Option(names = "--shift-y", paramLabel = "W", order = 35, description = "Move the head down, in face widths.")
  private Float shiftY;

  @Option(names = "--head-scale", paramLabel = "0.5..2", order = 36, description = "Size of the head.")
  private Float headScale;

  @Option(names = "--gaze", paramLabel = "0..2", order = 37, description = "Strength of the driver's gaze.")
  private Float gaze;

  @Option(names = "--gaze-x", paramLabel = "E", order = 38, description = "Look right, in eye widths, -0.5..0.5.")
  private Float gazeX;

  @Option(names = "--gaze-y", paramLabel = "E", order = 39, description = "Look down, in eye widths, -0.5..0.5.")
  private Float gazeY;

  @Option(names = "--no-limits", order = 40, description = "Follow the driver's head however far it turns.")
  private boolean noLimits;

  @Option(names = "--speed", paramLabel = "X", order = 41, description = "Speed of the driver, 2 is twice as fast.")
  private Float speed;

  @Option(names = "--fps", paramLabel = "RATE", order = 42, description = "Frame rate; the driver's own frames by default.")
  private Rational frameRate;

  /** The frame rate asked for, or null. */
  Rational frameRate() {
    return frameRate;
  }

  MotionOptions over(MotionOptions under) {
    Retargeting r = under.retargeting();
    Retargeting.Strength s = r.strength();
    Retargeting.Openings o = r.openings();
    Retargeting.HeadOffset h = r.head();
    Retargeting.Gaze g = r.gaze();
    Retargeting changed =
        new Retargeting(
            new Retargeting.Strength(
                or(expression, s.expression()), or(eyes, s.eyes()), or(brows, s.brows()), or(mouth, s.mouth()),
                or(pose, s.pose())),
            new Retargeting.Openings(or(eyeOpening, o.eyes()), or(lipOpening, o.lips()), or(lipClosure, o.lipClosure())),
            new Retargeting.HeadOffset(
                or(yaw, h.yaw()), or(pitch, h.pitch()), or(roll, h.roll()), or(shiftX, h.x()), or(shiftY, h.y()),
                or(headScale, h.scale())),
            new Retargeting.Gaze(or(gaze, g.strength()), or(gazeX, g.x()), or(gazeY, g.y())),
            noLimits ? Retargeting.Limits.NONE : r.limits(),
            or(speed, r.speed()));
    return new MotionOptions(
        or(alignment, under.alignment()), or(base, under.base()), changed, or(driverFace, under.face()));
  }

  static <T> T or(T given, T otherwise) {
    return given == null ? otherwise : given;
  }
}
