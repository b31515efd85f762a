package dev.keylight.motion;

import static org.bytedeco.opencv.global.opencv_core.CV_64FC1;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Makes a motion template: the driver's motion is put onto the mean face, so that nothing of the driver's own face is
 * left, and the offsets are written as coefficients over their few principal displacements.
 */
public final class TemplateRecorder {
  private static final double POSE_STEPS = 10_000;
  private static final double COEFFICIENT_STEPS = 1000;

  private final String name;
  private final double framesPerSecond;
  private final FaceTopology topology;
  private final float[] rest;
  private final float[] importance;
  private final List<float[]> offsets = new ArrayList<>();
  private final List<float[]> poses = new ArrayList<>();

  public TemplateRecorder(String name, double framesPerSecond, FaceTopology topology) {
    this.name = name;
    this.framesPerSecond = framesPerSecond;
    this.topology = topology;
    this.rest = RestFace.canonical(topology);
    this.importance = importance();
  }

  /** The mean face at rest: the reference to align the driver to before its frames are {@link #add added}. */
  public static FaceObservation meanFace(FaceTopology topology) {
    return RestFace.observation(topology);
  }

  /** Takes the next moment, aligned to {@link #meanFace meanFace}. */
  public void add(AlignedFace face) {
    float[] offset = face.canonical().clone();
    for (int k = 0; k < offset.length; k++) {
      offset[k] -= rest[k];
    }
    offsets.add(offset);
    double[] turn = Rotation.toVector(face.pose().rotation());
    float width = HeadMotion.width(rest, topology);
    float[] at = face.pose().translation();
    poses.add(
        new float[] {
          (float) turn[0], (float) turn[1], (float) turn[2], at[0] / width, at[1] / width,
          (float) Math.log(face.pose().scale())
        });
  }

  /**
   * The template.
   *
   * @param components how many principal displacements are kept
   * @param easeSeconds how long the way from rest takes at the start and back to rest at the end
   */
  public MotionTemplate finish(int components, double easeSeconds) {
    int frames = offsets.size();
    float[][] basis = principal(Math.min(components, frames));
    float[][] coefficients = new float[frames][basis.length];
    float[][] pose = new float[frames][];
    for (int t = 0; t < frames; t++) {
      double ease = ease(t, easeSeconds) * ease(frames - 1 - t, easeSeconds);
      pose[t] = poses.get(t).clone();
      for (int k = 0; k < pose[t].length; k++) {
        pose[t][k] = (float) (Math.rint(ease * pose[t][k] * POSE_STEPS) / POSE_STEPS);
      }
      double[] fitted = fitted(basis, offsets.get(t));
      for (int b = 0; b < basis.length; b++) {
        coefficients[t][b] = (float) (Math.rint(ease * fitted[b] * COEFFICIENT_STEPS) / COEFFICIENT_STEPS);
      }
    }
    return new MotionTemplate(name, framesPerSecond, pose, basis, coefficients);
  }

  private double ease(int framesFromEnd, double easeSeconds) {
    double x = Math.min(1, framesFromEnd / (easeSeconds * framesPerSecond));
    return x * x * (3 - 2 * x);
  }

  /**
   * The principal displacements through zero (rest must stay exactly reachable), by the eigenvectors of the frames' Gram
   * matrix; each scaled to a largest displacement of one centimetre and rounded as it will be written.
   */
  private float[][] principal(int components) {
    int frames = offsets.size();
    try (Mat gram = new Mat(frames, frames, CV_64FC1);
        Mat values = new Mat();
        Mat vectors = new Mat()) {
      try (DoubleIndexer at = gram.createIndexer()) {
        for (int i = 0; i < frames; i++) {
          for (int j = 0; j <= i; j++) {
            double product = product(offsets.get(i), offsets.get(j));
            at.put((long) i, (long) j, product);
            at.put((long) j, (long) i, product);
          }
        }
      }
      opencv_core.eigen(gram, values, vectors);
      float[][] basis = new float[components][importance.length];
      try (DoubleIndexer at = vectors.createIndexer()) {
        for (int b = 0; b < components; b++) {
          for (int t = 0; t < frames; t++) {
            double share = at.get((long) b, (long) t);
            for (int k = 0; k < importance.length; k++) {
              basis[b][k] += (float) (share * offsets.get(t)[k]);
            }
          }
          float largest = 1e-9f;
          for (float value : basis[b]) {
            largest = Math.max(largest, Math.abs(value));
          }
          for (int k = 0; k < importance.length; k++) {
            basis[b][k] = Math.round(basis[b][k] / largest / TemplateFormat.BASIS_UNIT) * TemplateFormat.BASIS_UNIT;
          }
        }
      }
      return basis;
    }
  }

  /** The weighted least-squares coefficients: rounding made the basis slightly oblique, so they are solved for. */
  private double[] fitted(float[][] basis, float[] offset) {
    int n = basis.length;
    try (Mat normal = new Mat(n, n, CV_64FC1);
        Mat right = new Mat(n, 1, CV_64FC1);
        Mat solution = new Mat()) {
      try (DoubleIndexer a = normal.createIndexer();
          DoubleIndexer b = right.createIndexer()) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < n; j++) {
            a.put((long) i, (long) j, product(basis[i], basis[j]));
          }
          b.put((long) i, 0L, product(basis[i], offset));
        }
      }
      opencv_core.solve(normal, right, solution, opencv_core.DECOMP_SVD);
      double[] coefficients = new double[n];
      try (DoubleIndexer x = solution.createIndexer()) {
        for (int i = 0; i < n; i++) {
          coefficients[i] = x.get((long) i, 0L);
        }
      }
      return coefficients;
    }
  }

  private double product(float[] a, float[] b) {
    double sum = 0;
    for (int k = 0; k < importance.length; k++) {
      sum += (double) importance[k] * a[k] * b[k];
    }
    return sum;
  }

  /** Lids, lips and irises are few vertices that eyes look at first; without weight they would drown in the cheeks. */
  private float[] importance() {
    float[] weights = new float[3 * topology.vertexCount()];
    Arrays.fill(weights, 1);
    if (MeshLandmarks.describe(topology)) {
      int[][] watched = {
        MeshLandmarks.RIGHT_UPPER_LID, MeshLandmarks.RIGHT_LOWER_LID, MeshLandmarks.LEFT_UPPER_LID,
        MeshLandmarks.LEFT_LOWER_LID, MeshLandmarks.UPPER_INNER_LIP, MeshLandmarks.LOWER_INNER_LIP
      };
      for (int[] vertices : watched) {
        for (int v : vertices) {
          Arrays.fill(weights, 3 * v, 3 * v + 3, 8);
        }
      }
      Arrays.fill(weights, 3 * FaceLandmarks.RIGHT_IRIS, 3 * MeshLandmarks.VERTICES, 8);
    }
    return weights;
  }
}
