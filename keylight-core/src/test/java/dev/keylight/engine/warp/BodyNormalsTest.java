package dev.keylight.engine.warp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.FaceObservation;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyNormalsTest {
  @ParameterizedTest
  @CsvSource({"512, 512", "333, 517", "900, 360", "120, 97"})
  void theOutlineTurnsOutwardAndTheMiddleFacesTheCamera(int width, int height) {
    float radiusX = 0.3f * width;
    float radiusY = 0.35f * height;
    BodyNormals normals = ellipse(width, height, radiusX, radiusY);
    float[] n = new float[3];
    for (int degrees = 0; degrees < 360; degrees += 15) {
      double angle = Math.toRadians(degrees);
      float dx = (float) (radiusX * Math.cos(angle));
      float dy = (float) (radiusY * Math.sin(angle));
      normals.at(width / 2f + 0.97f * dx, height / 2f + 0.97f * dy, n, 0);
      // The ellipse's own outward direction.
      double gx = dx / (radiusX * radiusX);
      double gy = dy / (radiusY * radiusY);
      double outward = (n[0] * gx + n[1] * gy) / Math.hypot(gx, gy);
      assertThat(outward).as("at %d degrees", degrees).isGreaterThan(0.5);
    }
    normals.at(width / 2f, height / 2f, n, 0);
    assertThat(n[2]).as("the middle").isLessThan(-0.9f);
  }

  @Test
  void unitLengthAndTowardsTheCameraEverywhereEvenOutside() {
    BodyNormals normals = ellipse(300, 200, 80, 70);
    Random random = new Random(5);
    float[] n = new float[3];
    for (int k = 0; k < 2000; k++) {
      normals.at(-60 + 420 * random.nextFloat(), -60 + 320 * random.nextFloat(), n, 0);
      assertThat(Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2])).isCloseTo(1, within(1e-4));
      assertThat(n[2]).isNegative();
    }
  }

  @Test
  void normalsOfAWholePersonAreUnitLengthInEveryPose() {
    Sitter sitter = Sitter.astronaut();
    FaceObservation face = sitter.face();
    HeadMesh mesh = new HeadMesh(face.vertices(), face.pose(), sitter.topology(), sitter.width(), sitter.height());
    try (Mat matte = sitter.matteMat()) {
      SurfaceNormals normals = new SurfaceNormals(mesh, face.pose(), matte);
      assertUnit(normals.reference());
      float[] moved = new float[3 * mesh.vertexCount()];
      float[] now = new float[3 * mesh.vertexCount()];
      for (int[] turn : new int[][] {{0, 0}, {30, 0}, {-20, 15}}) {
        var aligned = sitter.turned(turn[0], turn[1], sitter.light(), 0).face();
        mesh.pose(aligned, mesh.lean(aligned), moved);
        normals.of(moved, aligned.pose(), now);
        assertUnit(now);
        assertThat(meanX(now)).as("turned by %d", turn[0]).isCloseTo(meanX(normals.reference()) + side(turn[0]), within(0.15));
      }
    }
  }

  /** Where the face's mean normal goes sideways; yaw turns what looks at the camera (−z) to −sin(yaw). */
  private static double side(int yaw) {
    return -0.75 * Math.sin(Math.toRadians(yaw));
  }

  private static double meanX(float[] normals) {
    double sum = 0;
    for (int v = 0; v < HeadMesh.FACE_VERTICES; v++) {
      sum += normals[3 * v];
    }
    return sum / HeadMesh.FACE_VERTICES;
  }

  private static void assertUnit(float[] normals) {
    for (int i = 0; i < normals.length; i += 3) {
      double length = Math.sqrt(normals[i] * normals[i] + normals[i + 1] * normals[i + 1] + normals[i + 2] * normals[i + 2]);
      assertThat(length).as("vertex %d", i / 3).isCloseTo(1, within(1e-3));
    }
  }

  private static BodyNormals ellipse(int width, int height, float radiusX, float radiusY) {
    float[] alpha = new float[width * height];
    for (int i = 0; i < alpha.length; i++) {
      double x = (i % width + 0.5 - width / 2.0) / radiusX;
      double y = (i / width + 0.5 - height / 2.0) / radiusY;
      alpha[i] = x * x + y * y < 1 ? 1 : 0;
    }
    try (Mat matte = new Mat(height, width, opencv_core.CV_32FC1)) {
      Pixels.floats(matte).put(alpha);
      return BodyNormals.diffuse(matte, new float[0], new float[0], 0, height, null);
    }
  }
}
