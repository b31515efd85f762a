package dev.keylight.motion;

import dev.keylight.face.Pose;

/**
 * Keeps a motion whole where its driver is not: a face that is lost, that jumps, or that becomes another person's. What
 * was last seen is held (its expression relaxing to the reference's own, for nobody keeps half a blink), and the way back
 * to the driver is eased. The head never teleports.
 */
final class Continuity {
  /** How long the way back from a held motion takes. */
  private static final double EASE_SECONDS = 0.35;
  /** How long a held expression takes to relax. */
  private static final double RELAX_SECONDS = 0.5;
  /** A jump that is gone within this time was the tracker's mistake; one that stays is a new shot. */
  private static final double GLITCH_SECONDS = 0.12;
  /** Slower heads are never called jumping: face widths, radians and log size per second. */
  private static final double[] FASTEST = {9, 12, 5};
  /** Smaller jumps are never called jumps whatever the frame rate: face widths, radians, log size. */
  private static final double[] LARGEST_STEP = {0.35, 0.5, 0.2};

  /** What a frame is good for. */
  enum Verdict { FOLLOW, HOLD, NEW_SHOT }

  /** A head in the output: where it is and what shape it has. */
  record Head(Pose pose, float[] canonical) {}

  private final Head rest;
  private final float faceWidth;
  private MotionFrame trusted;
  private double jumpedAt = Double.NaN;
  private boolean newSubject;
  private Head last;
  private Head left;
  private double leftAt;
  private boolean holding;
  private int frames;
  private int held;
  private int eased;
  private int cuts;

  Continuity(Pose restPose, float[] restCanonical, float faceWidth) {
    this.rest = new Head(restPose, restCanonical);
    this.faceWidth = faceWidth;
  }

  /** Whether a frame continues the motion; decides it once per frame. */
  Verdict judge(MotionFrame frame) {
    frames++;
    if (!frame.present()) {
      return Verdict.HOLD;
    }
    newSubject = trusted != null && trusted.subject() != frame.subject();
    boolean newShot = trusted != null && (frame.cut() || newSubject);
    if (!newShot && trusted != null && jumped(trusted, frame)) {
      if (Double.isNaN(jumpedAt)) {
        jumpedAt = frame.seconds();
      }
      if (frame.seconds() - jumpedAt < GLITCH_SECONDS) {
        return Verdict.HOLD;
      }
      newShot = true;
    }
    jumpedAt = Double.NaN;
    trusted = frame;
    if (newShot) {
      cuts++;
      leave(frame.seconds());
      return Verdict.NEW_SHOT;
    }
    return Verdict.FOLLOW;
  }

  /** Whether the last new shot shows another person. */
  boolean newSubject() {
    return newSubject;
  }

  /** The motion at a moment the driver does not tell. */
  Head held(double seconds) {
    held++;
    if (last == null) {
      last = rest;
    }
    if (!holding) {
      holding = true;
      left = last;
      leftAt = seconds;
    }
    double relaxed = smooth((seconds - leftAt) / RELAX_SECONDS);
    last = new Head(left.pose, mixed(left.canonical, rest.canonical, relaxed));
    return last;
  }

  /** The driver's motion, on the way back to it if it was left. */
  Head eased(double seconds, Pose pose, float[] canonical) {
    if (holding) {
      holding = false;
      leave(seconds);
    }
    Head target = new Head(pose, canonical);
    if (left != null) {
      double share = smooth((seconds - leftAt) / EASE_SECONDS);
      if (share >= 1) {
        left = null;
      } else {
        eased++;
        target = new Head(between(left.pose, pose, share), mixed(left.canonical, canonical, share));
      }
    }
    last = target;
    return target;
  }

  MotionReport report() {
    return new MotionReport(frames, held, eased, cuts);
  }

  private void leave(double seconds) {
    left = last;
    leftAt = seconds;
    holding = false;
  }

  private boolean jumped(MotionFrame before, MotionFrame now) {
    double elapsed = Math.max(0, now.seconds() - before.seconds());
    Pose a = before.pose();
    Pose b = now.pose();
    double shift =
        Math.hypot(b.translation()[0] - a.translation()[0], b.translation()[1] - a.translation()[1])
            / (faceWidth * Math.max(a.scale(), b.scale()));
    double[] turn = Rotation.toVector(Rotation.times(b.rotation(), Rotation.transposed(a.rotation())));
    double[] steps = {
      shift,
      Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]),
      Math.abs(Math.log(b.scale() / a.scale()))
    };
    for (int k = 0; k < steps.length; k++) {
      if (steps[k] > Math.max(LARGEST_STEP[k], FASTEST[k] * elapsed)) {
        return true;
      }
    }
    return false;
  }

  static Pose between(Pose a, Pose b, double share) {
    return new Pose(
        (float) Math.exp((1 - share) * Math.log(a.scale()) + share * Math.log(b.scale())),
        Rotation.between(a.rotation(), b.rotation(), share),
        mixed(a.translation(), b.translation(), share));
  }

  static float[] mixed(float[] a, float[] b, double share) {
    float[] mixed = new float[a.length];
    for (int k = 0; k < mixed.length; k++) {
      mixed[k] = (float) ((1 - share) * a[k] + share * b[k]);
    }
    return mixed;
  }

  private static double smooth(double x) {
    double t = Math.max(0, Math.min(1, x));
    return t * t * (3 - 2 * t);
  }
}
