package dev.keylight.motion;

/**
 * What the user may change about a motion. The defaults pass the driver through.
 *
 * @param strength how much of the driver's motion is taken over
 * @param openings how far eyes and lips open
 * @param head a constant offset of the head
 * @param gaze where the eyes look
 * @param limits how far the head may go from the reference before it is held back
 * @param speed of the driver, above 1 is faster
 */
public record Retargeting(
    Strength strength, Openings openings, HeadOffset head, Gaze gaze, Limits limits, float speed) {
  /** The driver as it is. */
  public static final Retargeting DEFAULT =
      new Retargeting(Strength.FULL, Openings.DEFAULT, HeadOffset.NONE, Gaze.DRIVEN, Limits.DEFAULT, 1);

  public Retargeting {
    if (!(speed > 0) || speed > 20) {
      throw new IllegalArgumentException("speed must be above 0 and at most 20, was " + speed);
    }
  }

  public Retargeting withStrength(Strength value) {
    return new Retargeting(value, openings, head, gaze, limits, speed);
  }

  public Retargeting withOpenings(Openings value) {
    return new Retargeting(strength, value, head, gaze, limits, speed);
  }

  public Retargeting withHead(HeadOffset value) {
    return new Retargeting(strength, openings, value, gaze, limits, speed);
  }

  public Retargeting withGaze(Gaze value) {
    return new Retargeting(strength, openings, head, value, limits, speed);
  }

  public Retargeting withLimits(Limits value) {
    return new Retargeting(strength, openings, head, gaze, value, speed);
  }

  public Retargeting withSpeed(float value) {
    return new Retargeting(strength, openings, head, gaze, limits, value);
  }

  /**
   * How much of the driver's motion is taken over: 0 nothing, 1 as driven, up to 3 exaggerated.
   *
   * @param expression of the whole face; multiplies the three regions
   * @param eyes lids and their surroundings
   * @param brows brows and forehead
   * @param mouth lips, jaw, cheeks and nose
   * @param pose rotation, translation and scale of the head
   */
  public record Strength(float expression, float eyes, float brows, float mouth, float pose) {
    /** Everything as driven. */
    public static final Strength FULL = new Strength(1, 1, 1, 1, 1);
    /** Nothing moves. */
    public static final Strength FROZEN = new Strength(0, 0, 0, 0, 0);

    public Strength {
      inRange("expression strength", expression, 0, 3);
      inRange("eye strength", eyes, 0, 3);
      inRange("brow strength", brows, 0, 3);
      inRange("mouth strength", mouth, 0, 3);
      inRange("pose strength", pose, 0, 3);
    }
  }

  /**
   * How far eyes and lips open.
   *
   * @param eyes multiplies the opening of the lids, 0 closes them, up to 2
   * @param lips multiplies the opening of the lips, 0 closes them, up to 3
   * @param lipClosure how firmly the lips' opening follows the driver's own rather than its change since the base frame:
   *     at 1 the reference's lips touch when the driver's do, at 0 a reference that smiles with open lips keeps them open
   */
  public record Openings(float eyes, float lips, float lipClosure) {
    /** As the driver. */
    public static final Openings DEFAULT = new Openings(1, 1, 1);

    public Openings {
      inRange("eye opening", eyes, 0, 2);
      inRange("lip opening", lips, 0, 3);
      inRange("lip closure", lipClosure, 0, 1);
    }
  }

  /**
   * A constant offset of the head, applied after the driver's motion.
   *
   * @param yaw degrees, positive turns towards the image's right
   * @param pitch degrees, positive looks up
   * @param roll degrees, positive is clockwise on the screen
   * @param x in face widths, positive to the right
   * @param y in face widths, positive down
   * @param scale 1 keeps the size, 0.5..2
   */
  public record HeadOffset(float yaw, float pitch, float roll, float x, float y, float scale) {
    /** No offset. */
    public static final HeadOffset NONE = new HeadOffset(0, 0, 0, 0, 0, 1);

    public HeadOffset {
      inRange("yaw", yaw, -60, 60);
      inRange("pitch", pitch, -45, 45);
      inRange("roll", roll, -60, 60);
      inRange("x offset", x, -3, 3);
      inRange("y offset", y, -3, 3);
      inRange("head scale", scale, 0.5f, 2);
    }
  }

  /**
   * Where the eyes look, by moving the irises between the corners of the eyes.
   *
   * @param strength how much of the driver's gaze is taken over, 0..2
   * @param x constant offset in eye widths, positive to the image's right, −0.5..0.5
   * @param y constant offset in eye widths, positive down, −0.5..0.5
   */
  public record Gaze(float strength, float x, float y) {
    /** As the driver looks. */
    public static final Gaze DRIVEN = new Gaze(1, 0, 0);

    public Gaze {
      inRange("gaze strength", strength, 0, 2);
      inRange("gaze x", x, -0.5f, 0.5f);
      inRange("gaze y", y, -0.5f, 0.5f);
    }
  }

  /**
   * How far the head may go from the reference's pose. Motion is followed faithfully at first and held back more and more
   * towards the limit, which is never passed; infinite values do not limit. The side a turned reference hides is
   * protected too: yaw and pitch away from the camera count from straight ahead.
   *
   * @param yaw degrees
   * @param pitch degrees
   * @param roll degrees
   * @param shift of the head's centre in face widths
   * @param zoom largest ratio of size, above 1
   */
  public record Limits(float yaw, float pitch, float roll, float shift, float zoom) {
    public static final Limits DEFAULT = new Limits(30, 30, 40, 0.45f, 1.35f);
    /** Follows the driver wherever it goes. */
    public static final Limits NONE =
        new Limits(
            Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY,
            Float.POSITIVE_INFINITY);

    public Limits {
      if (!(yaw > 0 && pitch > 0 && roll > 0 && shift > 0 && zoom > 1)) {
        throw new IllegalArgumentException("limits must be positive and the zoom limit above 1");
      }
    }
  }

  private static void inRange(String what, float value, float low, float high) {
    if (!(value >= low && value <= high)) {
      throw new IllegalArgumentException(what + " must be between " + low + " and " + high + ", was " + value);
    }
  }
}
