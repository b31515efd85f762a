package dev.keylight.motion;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;

/**
 * Puts a driver's motion onto the reference, moment by moment. Stateful along a stream (gaps and cuts are bridged); not
 * thread safe.
 */
public final class MotionAligner {
  private final Alignment alignment;
  private final Retargeting controls;
  private final DriverProfile driver;
  private final ExpressionTransfer expression;
  private final HeadMotion head;
  private final Continuity continuity;
  private Pose basePose;
  private float[] baseCanonical;

  /**
   * @param reference the face to be moved
   * @param topology of the mesh that reference and driver share
   * @param driver what was learned from the driver's first frames
   */
  public MotionAligner(
      FaceObservation reference,
      FaceTopology topology,
      DriverProfile driver,
      Alignment alignment,
      Retargeting controls) {
    this.alignment = alignment;
    this.controls = controls;
    this.driver = driver;
    this.expression = new ExpressionTransfer(reference.canonical(), topology);
    this.head = new HeadMotion(reference.pose(), reference.canonical(), topology);
    this.continuity =
        new Continuity(reference.pose(), reference.canonical(), HeadMotion.width(reference.canonical(), topology));
    this.basePose = driver.basePose();
    this.baseCanonical = alignment == Alignment.RELATIVE ? driver.baseCanonical() : driver.neutral();
  }

  /** Where the reference's face is at the driver's next moment. */
  public AlignedFace align(MotionFrame frame) {
    Continuity.Verdict verdict = continuity.judge(frame);
    if (verdict == Continuity.Verdict.HOLD) {
      return aligned(continuity.held(frame.seconds()), true);
    }
    if (verdict == Continuity.Verdict.NEW_SHOT && alignment == Alignment.RELATIVE) {
      startShot(frame);
    }
    boolean relative = alignment == Alignment.RELATIVE;
    Pose pose =
        relative ? head.relative(frame.pose(), basePose, controls) : head.absolute(frame.pose(), controls);
    float[] canonical =
        expression.apply(frame.canonical(), baseCanonical, driver.openEye(), relative, controls);
    return aligned(continuity.eased(frame.seconds(), pose, canonical), false);
  }

  /** What was held, eased and started anew so far. */
  public MotionReport report() {
    return continuity.report();
  }

  /**
   * Another camera or another person: place and size count from here, so that a close-up does not swell the head; the
   * direction of the face still counts from the first base, as facing the camera means the same in every shot.
   */
  private void startShot(MotionFrame frame) {
    basePose = new Pose(frame.pose().scale(), basePose.rotation(), frame.pose().translation());
    if (continuity.newSubject()) {
      baseCanonical = frame.canonical();
    }
  }

  private AlignedFace aligned(Continuity.Head at, boolean held) {
    float[] vertices = new float[at.canonical().length];
    for (int k = 0; k < vertices.length; k += 3) {
      at.pose().toImage(at.canonical(), k, vertices, k);
    }
    return new AlignedFace(vertices, at.canonical(), at.pose(), AlignedFace.STILL_CAMERA, held);
  }
}
