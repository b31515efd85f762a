package dev.keylight.motion;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the face at rest among frames of one driver, of which none need be at rest: open lips, shut eyes, a mouth wider or
 * narrower than usual and a turned head all count against a frame.
 */
final class Calmness {
  private final List<MotionFrame> frames;
  private final Aperture right;
  private final Aperture left;
  private final Aperture mouth;
  private final float openEye;
  private final float mouthWidth;

  Calmness(FaceTopology topology, List<MotionFrame> frames) {
    this.frames = frames;
    this.right = Aperture.rightEye(topology.canonical());
    this.left = Aperture.leftEye(topology.canonical());
    this.mouth = Aperture.mouth(topology.canonical());
    this.openEye = quantile(frames.stream().mapToDouble(f -> eyes(f.canonical())).toArray(), 0.8);
    this.mouthWidth = quantile(frames.stream().mapToDouble(f -> mouth.width(f.canonical())).toArray(), 0.5);
  }

  /** The usual opening of the open eyes, as a share of their width. */
  float openEye() {
    return openEye;
  }

  /** How far from rest a frame is: 0 at rest; 1 is, for instance, lips 1 cm apart or a head turned by 30 degrees. */
  double unrest(MotionFrame frame) {
    float[] face = frame.canonical();
    double[] turn = Rotation.toVector(frame.pose().rotation());
    double lips = Math.max(0, mouth.opening(face));
    double eyes = Math.abs(openEye - eyes(face)) / Math.max(openEye, 0.05);
    double smile = Math.abs(mouth.width(face) / mouthWidth - 1);
    return lips + 1.5 * eyes + 3 * smile + Math.hypot(turn[0], turn[1]) / Math.toRadians(30);
  }

  /** How unlike the reference's pose and lips a frame is, in the units of {@link #unrest}. */
  double distance(MotionFrame frame, FaceObservation reference) {
    double[] turn =
        Rotation.toVector(
            Rotation.times(frame.pose().rotation(), Rotation.transposed(reference.pose().rotation())));
    double lips = Math.abs(mouth.opening(frame.canonical()) - mouth.opening(reference.canonical()));
    double eyes = Math.max(0, openEye - eyes(frame.canonical())) / Math.max(openEye, 0.05);
    return lips + 1.5 * eyes + Math.sqrt(turn[0] * turn[0] + turn[1] * turn[1] + turn[2] * turn[2]) / Math.toRadians(30);
  }

  /** The mean of the calmest tenth of the frames, at least one: a mean over a few takes out the tracker's noise. */
  float[] neutral() {
    MotionFrame[] calmest = frames.toArray(MotionFrame[]::new);
    Arrays.sort(calmest, Comparator.comparingDouble(this::unrest));
    int count = Math.max(1, calmest.length / 10);
    float[] mean = new float[calmest[0].canonical().length];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < mean.length; k++) {
        mean[k] += calmest[i].canonical()[k] / count;
      }
    }
    return mean;
  }

  private float eyes(float[] face) {
    return (right.opening(face) / right.width(face) + left.opening(face) / left.width(face)) / 2;
  }

  private static float quantile(double[] values, double share) {
    Arrays.sort(values);
    return (float) values[(int) Math.round(share * (values.length - 1))];
  }
}
