package dev.keylight.motion;

import dev.keylight.face.Pose;

/**
 * The driver's camera for the reference: its frame fitted into the output's, and the reference's picture put there so that
 * its head is usually where the driver's is. The picture follows the driver slowly and not at all for small sways: those
 * are the head's own and the picture must stand still behind them.
 */
final class DriverCamera {
  private static final double FOLLOW_SECONDS = 1.5;
  /** Sways that the picture ignores: face widths, log size. */
  private static final double IGNORED_SHIFT = 0.4;

  private static final double IGNORED_ZOOM = 0.15;

  private final Pose reference;
  private final float faceWidth;
  private final float fit;
  private final float left;
  private final float top;
  private double x;
  private double y;
  private double logScale;
  private double before = Double.NaN;

  /** @param faceWidth of the reference in canonical units */
  DriverCamera(Pose reference, int width, int height, DriverProfile driver, float faceWidth) {
    this.reference = reference;
    this.faceWidth = faceWidth;
    this.fit = Math.min((float) width / driver.frameWidth(), (float) height / driver.frameHeight());
    this.left = (width - fit * driver.frameWidth()) / 2;
    this.top = (height - fit * driver.frameHeight()) / 2;
    Pose usual = seen(driver.usualPose());
    this.x = usual.translation()[0];
    this.y = usual.translation()[1];
    this.logScale = Math.log(usual.scale());
  }

  /** The driver's pose in output pixels. */
  Pose seen(Pose driver) {
    float[] t = driver.translation();
    return new Pose(
        fit * driver.scale(), driver.rotation(), new float[] {fit * t[0] + left, fit * t[1] + top, fit * t[2]});
  }

  /** Lets the picture drift after a driver that leaves its usual place. */
  void follow(MotionFrame frame) {
    double elapsed = Double.isNaN(before) ? 0 : frame.seconds() - before;
    before = frame.seconds();
    double share = 1 - Math.exp(-Math.max(0, elapsed) / FOLLOW_SECONDS);
    Pose now = seen(frame.pose());
    double ignored = IGNORED_SHIFT * faceWidth * now.scale();
    x += share * beyond(now.translation()[0] - x, ignored);
    y += share * beyond(now.translation()[1] - y, ignored);
    logScale += share * beyond(Math.log(now.scale()) - logScale, IGNORED_ZOOM);
  }

  /** Where the reference's picture is, as a 2 × 3 affine from its pixels to the output's. */
  float[] picture() {
    float zoom = (float) Math.exp(logScale) / reference.scale();
    return new float[] {
      zoom, 0, (float) (x - zoom * reference.translation()[0]),
      0, zoom, (float) (y - zoom * reference.translation()[1])
    };
  }

  private static double beyond(double x, double ignored) {
    return Math.signum(x) * Math.max(0, Math.abs(x) - ignored);
  }
}
