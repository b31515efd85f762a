package dev.keylight.lcvd.preprocess;

import dev.keylight.lcvd.deca.CropTransform;
import dev.keylight.lcvd.deca.DecaCode;
import dev.keylight.lcvd.flame.Rodrigues;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.motion.Alignment;
import dev.keylight.motion.Rotation;

/** Puts a driver's expression and pose on the portrait's shape, in DECA's numbers (spec §7.8). */
public final class CodeAligner {
  private final Sighting reference;
  private final Alignment alignment;
  private final boolean composed;
  private DecaCode first;

  /** @param composed whether relative rotations are composed instead of subtracted number by number */
  public CodeAligner(Sighting reference, Alignment alignment, boolean composed) {
    this.reference = reference;
    this.alignment = alignment;
    this.composed = composed;
  }

  /**
   * The portrait's face at the driver's next frame; relative motion counts from the first frame given.
   *
   * @param light that falls on it
   */
  public Sighting align(Sighting driver, SphericalHarmonics light) {
    DecaCode now = driver.code();
    DecaCode own = reference.code();
    first = first == null ? now : first;
    boolean relative = alignment == Alignment.RELATIVE;
    float[] expression = relative ? moved(now.expression(), first.expression(), own.expression()) : now.expression();
    float[] pose = !relative ? now.pose() : composed ? turned(now.pose(), first.pose(), own.pose())
        : moved(now.pose(), first.pose(), own.pose());
    boolean driven = alignment == Alignment.DRIVER_CAMERA;
    float[] camera = driven ? now.camera() : own.camera();
    CropTransform crop = driven ? driver.crop() : reference.crop();
    return new Sighting(new DecaCode(own.shape(), expression, pose, camera, light), crop);
  }

  /** {@code now − first + own}. */
  private static float[] moved(float[] now, float[] first, float[] own) {
    float[] moved = now.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = moved[i] - first[i] + own[i];
    }
    return moved;
  }

  /** {@code R_now · R_firstᵀ · R_own} of each rotation vector. */
  private static float[] turned(float[] now, float[] first, float[] own) {
    float[] turned = new float[now.length];
    for (int i = 0; i < now.length; i += 3) {
      float[] since = Rotation.times(matrix(now, i), Rotation.transposed(matrix(first, i)));
      double[] vector = Rotation.toVector(Rotation.times(since, matrix(own, i)));
      for (int k = 0; k < 3; k++) {
        turned[i + k] = (float) vector[k];
      }
    }
    return turned;
  }

  private static float[] matrix(float[] vectors, int at) {
    return Rodrigues.matrix(vectors[at], vectors[at + 1], vectors[at + 2]);
  }
}
