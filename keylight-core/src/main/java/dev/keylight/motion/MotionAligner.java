package dev.keylight.motion;

import dev.keylight.BadInputException;
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
  private final DriverCamera camera;
  private Pose basePose;
  private float[] baseCanonical;

  /**
   * An aligner for the two modes that keep the reference's camera.
   *
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
    this(reference, 0, 0, topology, driver, alignment, controls);
  }

  /**
   * An aligner for any mode.
   *
   * @param reference the face to be moved
   * @param width of the reference's picture in pixels
   * @param height of the reference's picture in pixels
   * @param topology of the mesh that reference and driver share
   * @param driver what was learned from the driver's first frames
   * @throws BadInputException when the driver's camera is asked for and the driver has none
   */
  public MotionAligner(
      FaceObservation reference,
      int width,
      int height,
      FaceTopology topology,
      DriverProfile driver,
      Alignment alignment,
      Retargeting controls) {
    if (alignment == Alignment.DRIVER_CAMERA && driver.frameWidth() <= 0) {
      throw new BadInputException(
          "The driver's camera was asked for, but a motion template has none; use a video or another alignment.");
    }
    this.alignment = alignment;
    this.controls = controls;
    this.driver = driver;
    this.expression = new ExpressionTransfer(reference.canonical(), topology);
    this.head = new HeadMotion(reference.pose(), reference.canonical(), topology);
    float faceWidth = HeadMotion.width(reference.canonical(), topology);
    this.continuity = new Continuity(reference.pose(), reference.canonical(), faceWidth);
    this.camera =
        alignment == Alignment.DRIVER_CAMERA
            ? new DriverCamera(reference.pose(), width, height, driver, faceWidth)
            : null;
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
    Pose pose =
        switch (alignment) {
          case RELATIVE -> head.relative(frame.pose(), basePose, controls);
          case REFERENCE_CAMERA -> head.absolute(frame.pose(), controls);
          case DRIVER_CAMERA -> {
            camera.follow(frame);
            yield head.through(camera, frame.pose(), controls);
          }
        };
    float[] canonical =
        expression.apply(
            frame.canonical(), baseCanonical, driver.openEye(), alignment == Alignment.RELATIVE, controls);
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
    float[] picture = camera == null ? AlignedFace.STILL_CAMERA : camera.picture();
    return new AlignedFace(vertices, at.canonical(), at.pose(), picture, held);
  }
}
