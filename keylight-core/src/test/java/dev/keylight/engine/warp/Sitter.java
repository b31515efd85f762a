package dev.keylight.engine.warp;

import dev.keylight.engine.Portrait;
import dev.keylight.engine.Step;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.face.MeshFaceModel;
import dev.keylight.face.PortraitMatte;
import dev.keylight.face.Pose;
import dev.keylight.face.TrackingOptions;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;
import dev.keylight.motion.AlignedFace;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Somebody to be rendered, as plain arrays: the shipped sample portrait with its mesh, matte and light, found once for all
 * tests, and what can be made of it.
 *
 * @param matte of the picture, 0..1 per pixel
 * @param light the portrait was taken in
 */
record Sitter(Picture picture, float[] matte, FaceObservation face, FaceTopology topology, SphericalHarmonics light) {
  private static final Sitter ASTRONAUT = look();

  static Sitter astronaut() {
    return ASTRONAUT;
  }

  private static Sitter look() {
    try (Frame frame = Frame.still(sample());
        MeshFaceModel model = new MeshFaceModel(TrackingOptions.still());
        PortraitMatte mattes = new PortraitMatte()) {
      FaceObservation face = model.observe(frame).get(0);
      try (Mat matte = mattes.of(frame, face)) {
        float[] alpha = new float[frame.width() * frame.height()];
        Pixels.floats(matte).get(alpha);
        SphericalHarmonics light = new PhotoLight(model.topology()).of(frame, face);
        return new Sitter(Picture.of(frame), alpha, face, model.topology(), light);
      }
    }
  }

  private static Mat sample() {
    try (InputStream in = Sitter.class.getResourceAsStream("/dev/keylight/samples/astronaut.png")) {
      byte[] bytes = in.readAllBytes();
      try (BytePointer pointer = new BytePointer(bytes);
          Mat file = new Mat(1, bytes.length, opencv_core.CV_8U, pointer)) {
        return opencv_imgcodecs.imdecode(file, opencv_imgcodecs.IMREAD_COLOR_RGB);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int width() {
    return picture.width();
  }

  int height() {
    return picture.height();
  }

  /** Closed by the caller. */
  Portrait portrait() {
    return new Portrait(picture.frame(), face, topology, matteMat());
  }

  /** Closed by the caller. */
  Mat matteMat() {
    Mat mat = new Mat(height(), width(), opencv_core.CV_32FC1);
    Pixels.floats(mat).put(matte);
    return mat;
  }

  /** Where the portrait shows the face, under a light. */
  Step still(SphericalHarmonics light) {
    return step(face.vertices(), light);
  }

  /** The face moved, the head not. */
  Step step(float[] vertices, SphericalHarmonics light) {
    return new Step(new AlignedFace(vertices, face.canonical(), face.pose(), AlignedFace.STILL_CAMERA, false), light, 0);
  }

  /** The same person with the head turned about its middle by degrees: yaw, pitch. */
  Step turned(double yaw, double pitch, SphericalHarmonics light, long time) {
    Pose pose = turned(face.pose(), yaw, pitch);
    float[] vertices = new float[face.vertices().length];
    for (int i = 0; i < vertices.length; i += 3) {
      pose.toImage(face.canonical(), i, vertices, i);
    }
    return new Step(new AlignedFace(vertices, face.canonical(), pose, AlignedFace.STILL_CAMERA, false), light, time);
  }

  /** A pose followed by a turn: yaw about the picture's vertical, then pitch about its horizontal. */
  static Pose turned(Pose pose, double yaw, double pitch) {
    double cy = Math.cos(Math.toRadians(yaw));
    double sy = Math.sin(Math.toRadians(yaw));
    double cp = Math.cos(Math.toRadians(pitch));
    double sp = Math.sin(Math.toRadians(pitch));
    double[] turn = {cy, 0, sy, sp * sy, cp, -sp * cy, -cp * sy, sp, cp * cy};
    float[] rotation = new float[9];
    for (int i = 0; i < 9; i++) {
      for (int k = 0; k < 3; k++) {
        rotation[i] += (float) (turn[i / 3 * 3 + k] * pose.rotation()[3 * k + i % 3]);
      }
    }
    return new Pose(pose.scale(), rotation, pose.translation());
  }

  /** The same person seen in a mirror: picture, matte, mesh and light. */
  Sitter mirrored() {
    float[] alpha = new float[matte.length];
    for (int i = 0; i < alpha.length; i++) {
      alpha[i] = matte[i - i % width() + width() - 1 - i % width()];
    }
    Pose pose = face.pose();
    float[] rotation = pose.rotation().clone();
    for (int i : new int[] {1, 2, 3, 6}) {
      rotation[i] *= -1;
    }
    float[] at = pose.translation();
    Pose seen = new Pose(pose.scale(), rotation, new float[] {width() - at[0], at[1], at[2]});
    FaceObservation other =
        new FaceObservation(0, swapped(face.vertices(), width()), swapped(face.canonical(), 0), seen, 1, false);
    return new Sitter(picture.mirrored(), alpha, other, topology, light.mirrored());
  }

  /** Mirrored vertices under the numbers of their counterparts on the other half of the face. */
  private float[] swapped(float[] vertices, float width) {
    float[] swapped = new float[vertices.length];
    float[] mean = topology.canonical();
    for (int v = 0; v < vertices.length / 3; v++) {
      int twin = v;
      double nearest = Double.MAX_VALUE;
      for (int w = 0; w < vertices.length / 3; w++) {
        double dx = mean[3 * v] + mean[3 * w];
        double dy = mean[3 * v + 1] - mean[3 * w + 1];
        double dz = mean[3 * v + 2] - mean[3 * w + 2];
        double far = dx * dx + dy * dy + dz * dz;
        if (far < nearest) {
          nearest = far;
          twin = w;
        }
      }
      swapped[3 * v] = width - vertices[3 * twin];
      swapped[3 * v + 1] = vertices[3 * twin + 1];
      swapped[3 * v + 2] = vertices[3 * twin + 2];
    }
    return swapped;
  }
}
