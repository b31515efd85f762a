package dev.keylight.motion;

import static dev.keylight.motion.SyntheticFaces.TOPOLOGY;
import static dev.keylight.motion.SyntheticFaces.observation;
import static dev.keylight.motion.SyntheticFaces.person;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ContinuityTest {
  private static final FaceObservation REFERENCE = observation(pose(300, 300, 30, 0), person(1));
  private static final float[] DRIVER = person(2);
  private static final double FPS = 25;

  @Test
  void aLostFaceIsHeldAndTheWayBackEased() {
    List<AlignedFace> faces = new ArrayList<>();
    MotionReport report =
        align(60, t -> t >= 20 && t < 30 ? MotionFrame.missing(t / FPS) : at(t, 0, 100 + t, 100, 20, 0.01 * t), faces);
    assertThat(report.held()).isEqualTo(10);
    assertThat(report.eased()).isPositive();
    assertThat(report.cuts()).isZero();
    for (int t = 0; t < 60; t++) {
      assertThat(faces.get(t).held()).isEqualTo(t >= 20 && t < 30);
    }
    assertNoTeleport(faces);
  }

  @Test
  void aGlitchOfTheTrackerIsSkipped() {
    List<AlignedFace> faces = new ArrayList<>();
    MotionReport report =
        align(40, t -> t == 20 ? at(t, 0, 900, 500, 60, 1) : at(t, 0, 100, 100, 20, 0), faces);
    assertThat(report).isEqualTo(new MotionReport(40, 1, report.eased(), 0));
    for (AlignedFace face : faces) {
      assertThat(face.pose().translation()[0]).isCloseTo(300, within(0.01f));
    }
  }

  @Test
  void aCloseUpAfterACutNeitherSwellsNorThrowsTheHead() {
    List<AlignedFace> faces = new ArrayList<>();
    MotionReport report =
        align(60, t -> t < 30 ? at(t, 0, 100, 100, 20, 0) : at(t, 0, 400, 300, 50, 0.3), faces);
    assertThat(report.cuts()).isEqualTo(1);
    AlignedFace last = faces.get(59);
    assertThat(last.pose().scale()).isCloseTo(30, within(0.1f));
    assertThat(last.pose().translation()[0]).isCloseTo(300, within(0.1f));
    assertThat(Rotation.toVector(last.pose().rotation())[1]).isCloseTo(0.3, within(0.01));
    assertNoTeleport(faces);
  }

  @Test
  void anotherPersonStartsTheMotionAnew() {
    List<AlignedFace> faces = new ArrayList<>();
    float[] other = person(3);
    MotionReport report =
        align(
            60,
            t ->
                t < 30
                    ? at(t, 0, 100, 100, 20, 0)
                    : new MotionFrame(t / FPS, 1, pose(105, 100, 20, 0), other, true, false),
            faces);
    assertThat(report.cuts()).isEqualTo(1);
    AlignedFace last = faces.get(59);
    Aperture mouth = Aperture.mouth(TOPOLOGY.canonical());
    // The other person's own cheeks and nose must not be taken for an expression.
    assertThat(last.canonical()[3 * 4]).isCloseTo(REFERENCE.canonical()[3 * 4], within(1e-4f));
    assertThat(mouth.opening(last.canonical())).isGreaterThan(-1e-4f);
    assertNoTeleport(faces);
  }

  @Test
  void aDriverThatNeverShowsAFaceGivesTheReference() {
    MotionAligner aligner = aligner(at(0, 0, 100, 100, 20, 0));
    AlignedFace face = aligner.align(MotionFrame.missing(0));
    assertThat(face.held()).isTrue();
    assertThat(face.vertices()).containsExactly(REFERENCE.vertices(), within(2e-3f));
  }

  private static MotionReport align(int frames, IntFunction<MotionFrame> driver, List<AlignedFace> faces) {
    MotionAligner aligner = aligner(driver.apply(0));
    for (int t = 0; t < frames; t++) {
      faces.add(aligner.align(driver.apply(t)));
    }
    return aligner.report();
  }

  private static MotionAligner aligner(MotionFrame first) {
    DriverProfile profile =
        DriverProfile.of(List.of(first), DriverProfile.Base.FIRST, REFERENCE, TOPOLOGY, 640, 480);
    return new MotionAligner(REFERENCE, TOPOLOGY, profile, Alignment.RELATIVE, Retargeting.DEFAULT);
  }

  /** No vertex moves more than a tenth of the face's width between two frames. */
  private static void assertNoTeleport(List<AlignedFace> faces) {
    float width = 14 * REFERENCE.pose().scale();
    for (int t = 1; t < faces.size(); t++) {
      for (int k = 0; k < 3 * MeshLandmarks.MESH_VERTICES; k++) {
        assertThat(faces.get(t).vertices()[k])
            .as("number %d of frame %d", k, t)
            .isCloseTo(faces.get(t - 1).vertices()[k], within(0.1f * width));
      }
    }
  }

  private static MotionFrame at(int t, int subject, float x, float y, float scale, double yaw) {
    return new MotionFrame(t / FPS, subject, pose(x, y, scale, yaw), DRIVER, true, false);
  }

  private static Pose pose(float x, float y, float scale, double yaw) {
    return new Pose(scale, Rotation.ofVector(0, yaw, 0), new float[] {x, y, 0});
  }
}
