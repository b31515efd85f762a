package dev.keylight.motion;

import dev.keylight.BadInputException;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.Pose;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * A short motion that belongs to nobody: head pose and expression offsets of the mean face over time. It starts and ends
 * at rest, so that it can be repeated without a seam.
 *
 * @param name what users call it
 * @param framesPerSecond of the motion
 * @param pose for each frame: rotation vector in radians (x, y, z in image axes), shift in face widths (x right, y down),
 *     natural logarithm of the size ratio; all relative to rest
 * @param basis a few displacements of the whole mesh in centimetres, x, y, z per vertex
 * @param coefficients for each frame, how much of each basis displacement is added to the mean face at rest
 */
public record MotionTemplate(
    String name, double framesPerSecond, float[][] pose, float[][] basis, float[][] coefficients) {
  /** The templates that are shipped. */
  public static final List<String> NAMES = List.of("talking", "nodding", "smiling", "looking-round");

  static final int POSE_NUMBERS = 6;

  /** A shipped template by its name. */
  public static MotionTemplate named(String name) {
    if (!NAMES.contains(name)) {
      throw new BadInputException(
          "There is no motion template '" + name + "'; choose one of " + String.join(", ", NAMES) + ".");
    }
    String resource = "templates/" + name + ".json";
    try (InputStream in = MotionTemplate.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("shipped motion template " + resource + " is missing; reinstall Keylight");
      }
      return TemplateFormat.read(in, resource);
    } catch (IOException e) {
      throw new IllegalStateException("shipped motion template " + resource + " cannot be read", e);
    }
  }

  /** How many frames it has. */
  public int length() {
    return pose.length;
  }

  /** How long it lasts once. */
  public double seconds() {
    return length() / framesPerSecond;
  }

  /** What an aligner needs to know of this driver. */
  public DriverProfile profile(FaceTopology topology) {
    FaceObservation rest = RestFace.observation(topology);
    return DriverProfile.of(List.of(MotionFrame.of(rest, 0)), DriverProfile.Base.FIRST, rest, topology, 0, 0);
  }

  /**
   * The motion as a stream, repeated as often as needed.
   *
   * @param seconds how long; not positive for once through
   */
  public Iterator<MotionFrame> frames(FaceTopology topology, double seconds) {
    long count = seconds > 0 ? Math.max(1, Math.round(seconds * framesPerSecond)) : length();
    float[] rest = RestFace.canonical(topology);
    float width = HeadMotion.width(rest, topology);
    return new Iterator<>() {
      private long next;

      @Override
      public boolean hasNext() {
        return next < count;
      }

      @Override
      public MotionFrame next() {
        if (next >= count) {
          throw new NoSuchElementException();
        }
        long now = next++;
        return frame((int) (now % length()), rest, width, now / framesPerSecond);
      }
    };
  }

  private MotionFrame frame(int index, float[] rest, float width, double seconds) {
    float[] canonical = rest.clone();
    for (int b = 0; b < basis.length; b++) {
      float amount = coefficients[index][b];
      for (int k = 0; k < canonical.length; k++) {
        canonical[k] += amount * basis[b][k];
      }
    }
    float[] p = pose[index];
    Pose head =
        new Pose(
            (float) Math.exp(p[5]), Rotation.ofVector(p[0], p[1], p[2]), new float[] {p[3] * width, p[4] * width, 0});
    return new MotionFrame(seconds, 0, head, canonical, true, false);
  }
}
