package dev.keylight.motion;

import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import dev.keylight.motion.Retargeting.HeadOffset;
import dev.keylight.motion.Retargeting.Limits;

/** Puts a driver's head pose onto the reference: turns are composed, never subtracted, and held back softly. */
final class HeadMotion {
  private final Pose reference;
  private final float faceWidth;

  /** @param canonical the reference's canonical mesh */
  HeadMotion(Pose reference, float[] canonical, FaceTopology topology) {
    this.reference = reference;
    this.faceWidth = reference.scale() * width(canonical, topology);
  }

  /** The reference's head moved as the driver's has since its base frame: {@code R_t · R_0ᵀ · R_ref}. */
  Pose relative(Pose driver, Pose base, Retargeting controls) {
    float strength = controls.strength().pose();
    Limits limits = controls.limits();
    float[] rotation = turned(driver.rotation(), base.rotation(), controls);
    double zoom = soft(strength * Math.log(driver.scale() / base.scale()), Math.log(limits.zoom()));
    float perFace = reference.scale() / base.scale();
    double[] shift = new double[3];
    for (int k = 0; k < 3; k++) {
      shift[k] = strength * perFace * (driver.translation()[k] - base.translation()[k]);
    }
    double length = Math.hypot(shift[0], shift[1]) / faceWidth;
    double held = length < 1e-9 ? 1 : soft(length, limits.shift()) / length;
    return offset(
        (float) (reference.scale() * Math.exp(zoom)), rotation,
        new float[] {
          (float) (reference.translation()[0] + held * shift[0]),
          (float) (reference.translation()[1] + held * shift[1]),
          (float) (reference.translation()[2] + held * shift[2])
        },
        controls.head());
  }

  /** The driver's own rotation in the reference's place and size. */
  Pose absolute(Pose driver, Retargeting controls) {
    float[] rotation = turned(driver.rotation(), reference.rotation(), controls);
    return offset(reference.scale(), rotation, reference.translation().clone(), controls.head());
  }

  /** The driver's own rotation, and its own place and size through {@code camera}. */
  Pose through(DriverCamera camera, Pose driver, Retargeting controls) {
    Pose seen = camera.seen(driver);
    float[] rotation = turned(driver.rotation(), reference.rotation(), controls);
    return offset(seen.scale(), rotation, seen.translation(), controls.head());
  }

  /** The reference's rotation after the driver's turn away from {@code from}. */
  private float[] turned(float[] driver, float[] from, Retargeting controls) {
    double[] turn = Rotation.toVector(Rotation.times(driver, Rotation.transposed(from)));
    double[] own = Rotation.toVector(reference.rotation());
    Limits limits = controls.limits();
    float strength = controls.strength().pose();
    return Rotation.times(
        Rotation.ofVector(
            soft(strength * turn[0], room(limits.pitch(), own[0], turn[0])),
            soft(strength * turn[1], room(limits.yaw(), own[1], turn[1])),
            soft(strength * turn[2], Math.toRadians(limits.roll()))),
        reference.rotation());
  }

  /** What is left of a limit for a reference that is already turned the same way. */
  private static double room(float degrees, double own, double turn) {
    double limit = Math.toRadians(degrees);
    return own * turn > 0 ? Math.max(limit - Math.abs(own), limit / 4) : limit;
  }

  /** Follows x up to 60 % of the limit, then bends towards it. */
  private static double soft(double x, double limit) {
    double free = 0.6 * limit;
    double size = Math.abs(x);
    if (!(size > free)) {
      return x;
    }
    return Math.signum(x) * (free + (limit - free) * Math.tanh((size - free) / (limit - free)));
  }

  private Pose offset(float scale, float[] rotation, float[] translation, HeadOffset head) {
    float[] turn =
        Rotation.ofVector(-Math.toRadians(head.pitch()), -Math.toRadians(head.yaw()), Math.toRadians(head.roll()));
    translation[0] += head.x() * faceWidth;
    translation[1] += head.y() * faceWidth;
    return new Pose(
        scale * head.scale(), head.equals(HeadOffset.NONE) ? rotation : Rotation.times(turn, rotation), translation);
  }

  /** From cheek to cheek where the mesh has names for them, else from the leftmost to the rightmost vertex. */
  static float width(float[] canonical, FaceTopology topology) {
    if (MeshLandmarks.describe(topology)) {
      return Aperture.distance(canonical, MeshLandmarks.CHEEK_RIGHT, MeshLandmarks.CHEEK_LEFT);
    }
    float least = Float.MAX_VALUE;
    float most = -Float.MAX_VALUE;
    for (int k = 0; k < canonical.length; k += 3) {
      least = Math.min(least, canonical[k]);
      most = Math.max(most, canonical[k]);
    }
    return most - least;
  }
}
