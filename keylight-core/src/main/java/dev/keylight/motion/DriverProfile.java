package dev.keylight.motion;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What is known of a driver before its motion is used, from its first frames: the pose and the
 * face at rest, how wide its eyes usually open, and how large its picture is.
 *
 * @param basePose the head that motion counts from
 * @param baseCanonical the face that expression counts from
 * @param neutral an estimate of the face at rest: lips closed, eyes open, looking ahead
 * @param usualPose where the head usually is in the driver's picture: the median over its first frames
 * @param openEye the usual opening of an open eye as a share of the eye's width; 0 when unknown
 * @param frameWidth of the driver's picture in pixels; 0 when there is none (templates)
 * @param frameHeight of the driver's picture in pixels; 0 when there is none
 */
public record DriverProfile(
    Pose basePose,
    float[] baseCanonical,
    float[] neutral,
    Pose usualPose,
    float openEye,
    int frameWidth,
    int frameHeight) {
  /** How much of a driver is worth looking at before it starts. */
  public static final double SECONDS = 3;

  /** Which of the driver's first frames the motion is counted from. */
  public enum Base {
    /**
     * Head pose counts from the first frame that shows a face, so that the head starts where the reference's is;
     * expression counts from the face at rest, so that a driver caught in a laugh does not purse the reference's lips
     * whenever it stops laughing.
     */
    FIRST,
    /** Pose and expression both count from the first frame that shows a face, as published. */
    PUBLISHED,
    /** Both count from the calmest frame: lips closed, eyes open, facing the camera. */
    NEUTRAL,
    /** Both count from the frame whose head pose and lips are nearest to the reference's. */
    NEAREST
  }

  /**
   * Looks at a driver's first frames.
   *
   * @param frames at least one present frame, usually the first {@link #SECONDS}
   * @param reference the face that will be driven
   * @param frameWidth of the driver's picture in pixels; 0 when there is none
   * @param frameHeight of the driver's picture in pixels; 0 when there is none
   * @throws IllegalArgumentException when no frame shows a face
   */
  public static DriverProfile of(
      List<MotionFrame> frames,
      Base base,
      FaceObservation reference,
      FaceTopology topology,
      int frameWidth,
      int frameHeight) {
    List<MotionFrame> seen = firstSubject(frames);
    if (seen.isEmpty()) {
      throw new IllegalArgumentException("none of the driver's first " + frames.size() + " frames shows a face");
    }
    if (!MeshLandmarks.describe(topology)) {
      MotionFrame first = seen.get(0);
      return new DriverProfile(first.pose(), first.canonical(), first.canonical(), usual(seen), 0, frameWidth, frameHeight);
    }
    Calmness calmness = new Calmness(topology, seen);
    MotionFrame chosen =
        switch (base) {
          case FIRST, PUBLISHED -> seen.get(0);
          case NEUTRAL -> seen.stream().min(Comparator.comparingDouble(calmness::unrest)).orElseThrow();
          case NEAREST ->
              seen.stream()
                  .min(Comparator.comparingDouble(f -> calmness.distance(f, reference)))
                  .orElseThrow();
        };
    float[] neutral = calmness.neutral();
    float[] baseCanonical = base == Base.FIRST ? neutral : chosen.canonical();
    return new DriverProfile(
        chosen.pose(), baseCanonical, neutral, usual(seen), calmness.openEye(), frameWidth,
        frameHeight);
  }

  private static List<MotionFrame> firstSubject(List<MotionFrame> frames) {
    List<MotionFrame> seen = new ArrayList<>();
    for (MotionFrame frame : frames) {
      if (frame.present() && (seen.isEmpty() || seen.get(0).subject() == frame.subject())) {
        seen.add(frame);
      }
    }
    return seen;
  }

  private static Pose usual(List<MotionFrame> seen) {
    float[] translation = new float[3];
    for (int k = 0; k < 3; k++) {
      int axis = k;
      translation[k] = median(seen.stream().mapToDouble(f -> f.pose().translation()[axis]).toArray());
    }
    float scale = median(seen.stream().mapToDouble(f -> f.pose().scale()).toArray());
    return new Pose(scale, seen.get(0).pose().rotation(), translation);
  }

  private static float median(double[] values) {
    Arrays.sort(values);
    return (float) values[values.length / 2];
  }
}
