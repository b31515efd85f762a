package dev.keylight.motion;

import static dev.keylight.motion.SyntheticFaces.TOPOLOGY;
import static dev.keylight.motion.SyntheticFaces.frame;
import static dev.keylight.motion.SyntheticFaces.observation;
import static dev.keylight.motion.SyntheticFaces.person;
import static dev.keylight.motion.SyntheticFaces.pose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.face.FaceObservation;
import dev.keylight.face.Pose;
import dev.keylight.motion.Retargeting.Limits;
import dev.keylight.motion.Retargeting.Openings;
import dev.keylight.motion.Retargeting.Strength;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class MotionAlignerTest {
  private static final Retargeting FREE = Retargeting.DEFAULT.withLimits(Limits.NONE);

  @Property(tries = 100)
  void theReferenceDrivenByItselfStaysExactlyItself(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    FaceObservation reference = observation(pose(seed), person(seed));
    MotionFrame same = MotionFrame.of(reference, 0);
    for (Alignment alignment : new Alignment[] {Alignment.RELATIVE, Alignment.REFERENCE_CAMERA}) {
      MotionAligner aligner =
          new MotionAligner(reference, TOPOLOGY, profile(same, reference), alignment, FREE);
      assertClose(aligner.align(same).vertices(), reference.vertices(), 2e-3f);
    }
  }

  @Property(tries = 100)
  void turnsAreComposed(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    FaceObservation reference = observation(pose(seed), person(seed));
    Pose base = pose(seed + 1);
    Pose now = pose(seed + 2);
    float[] driver = person(seed + 3);
    MotionAligner aligner = aligner(reference, frame(0, base, driver), FREE);
    float[] expected =
        Rotation.times(
            Rotation.times(now.rotation(), Rotation.transposed(base.rotation())), reference.pose().rotation());
    assertClose(aligner.align(frame(10, now, driver)).pose().rotation(), expected, 1e-5f);
  }

  @Property(tries = 100)
  void atStrengthZeroNothingMoves(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    FaceObservation reference = observation(pose(seed), person(seed));
    MotionAligner aligner =
        aligner(
            reference, frame(0, pose(seed + 1), person(seed + 3)), Retargeting.DEFAULT.withStrength(Strength.FROZEN));
    assertClose(
        aligner.align(frame(10, pose(seed + 2), person(seed + 4))).vertices(), reference.vertices(), 2e-3f);
  }

  @Property(tries = 100)
  void aFullBlinkShutsTheReferencesEyes(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    FaceObservation reference = observation(pose(seed), person(seed));
    float[] open = person(seed + 1);
    float[] shut = open.clone();
    SyntheticFaces.eyes(shut, 0);
    MotionAligner aligner = aligner(reference, frame(0, pose(seed + 1), open), FREE);
    float[] face = aligner.align(frame(0.04, pose(seed + 1), shut)).canonical();
    assertThat(Aperture.rightEye(TOPOLOGY.canonical()).opening(face)).isCloseTo(0, within(0.02f));
    assertThat(Aperture.leftEye(TOPOLOGY.canonical()).opening(face)).isCloseTo(0, within(0.02f));
  }

  @Property(tries = 100)
  void lipsTouchWhenTheDriversDoAndNeverCross(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    float[] smiling = person(seed);
    SyntheticFaces.lips(smiling, 0.8f);
    FaceObservation reference = observation(pose(seed), smiling);
    float[] talking = person(seed + 1);
    SyntheticFaces.lips(talking, 1.2f);
    float[] silent = talking.clone();
    SyntheticFaces.lips(silent, 0);
    Aperture mouth = Aperture.mouth(TOPOLOGY.canonical());
    for (float closure : new float[] {0, 0.5f, 1}) {
      MotionAligner aligner =
          aligner(reference, frame(0, pose(1), talking), FREE.withOpenings(new Openings(1, 1, closure)));
      float[] face = aligner.align(frame(0.04, pose(1), silent)).canonical();
      for (float opening : mouth.openings(face)) {
        assertThat(opening).isGreaterThan(-1e-4f);
      }
      if (closure == 1) {
        assertThat(mouth.opening(face)).isCloseTo(0, within(1e-3f));
      }
    }
  }

  @Test
  void aDriverThatStartsInALaughDoesNotPurseTheReferencesLipsWhenItCalmsDown() {
    FaceObservation reference = observation(pose(5), person(5));
    float[] calm = person(6);
    SyntheticFaces.lips(calm, 0);
    float[] laughing = calm.clone();
    SyntheticFaces.lips(laughing, 1.5f);
    laughing[3 * MeshLandmarks.MOUTH_LEFT] += 1;
    List<MotionFrame> first = new ArrayList<>();
    for (int t = 0; t < 30; t++) {
      first.add(frame(t / 25.0, pose(7), t < 15 ? laughing : calm));
    }
    DriverProfile profile = DriverProfile.of(first, DriverProfile.Base.FIRST, reference, TOPOLOGY, 512, 512);
    MotionAligner aligner = new MotionAligner(reference, TOPOLOGY, profile, Alignment.RELATIVE, FREE);
    assertThat(aligner.align(first.get(0)).pose().rotation())
        .containsExactly(reference.pose().rotation(), within(1e-5f));
    float[] face = aligner.align(first.get(29)).canonical();
    int corner = 3 * MeshLandmarks.MOUTH_LEFT;
    assertThat(face[corner]).isCloseTo(reference.canonical()[corner], within(0.01f));
  }

  @Test
  void theDriversCameraPutsTheFaceWhereTheDriversIs() {
    FaceObservation reference = observation(new Pose(20, RestFace.POSE.rotation(), new float[] {200, 150, 0}), person(8));
    Pose there = new Pose(10, Rotation.ofVector(0, 0.2, 0), new float[] {480, 270, 0});
    MotionFrame now = frame(0, there, person(9));
    DriverProfile profile = DriverProfile.of(List.of(now), DriverProfile.Base.FIRST, reference, TOPOLOGY, 960, 540);
    MotionAligner aligner =
        new MotionAligner(reference, 400, 400, TOPOLOGY, profile, Alignment.DRIVER_CAMERA, FREE);
    AlignedFace face = aligner.align(now);
    // The middle of the wide frame is the middle of the square one, and its width decides the size.
    assertThat(face.pose().translation()[0]).isCloseTo(200, within(0.01f));
    assertThat(face.pose().translation()[1]).isCloseTo(200, within(0.01f));
    assertThat(face.pose().scale()).isCloseTo(10 * 400 / 960f, within(1e-4f));
    assertThat(face.pose().rotation()).containsExactly(there.rotation(), within(1e-5f));
    float zoom = face.camera()[0];
    assertThat(zoom).isCloseTo(10 * 400 / 960f / 20, within(1e-5f));
    assertThat(zoom * 200 + face.camera()[2]).isCloseTo(200, within(0.01f));
    assertThat(zoom * 150 + face.camera()[5]).isCloseTo(200, within(0.01f));
  }

  @Test
  void theIrisesFollowTheDriversGaze() {
    float[] ahead = person(10);
    float[] aside = ahead.clone();
    for (int v = FaceLandmarks.RIGHT_IRIS; v < FaceLandmarks.COUNT; v++) {
      aside[3 * v] += 0.3f;
    }
    FaceObservation reference = observation(pose(11), person(11));
    MotionAligner aligner = aligner(reference, frame(0, pose(12), ahead), FREE);
    float[] face = aligner.align(frame(0.04, pose(12), aside)).canonical();
    int iris = 3 * FaceLandmarks.LEFT_IRIS;
    assertThat(face[iris] - reference.canonical()[iris]).isBetween(0.2f, 0.35f);
    assertThat(face[iris + 1]).isCloseTo(reference.canonical()[iris + 1], within(0.01f));
  }

  @Test
  void largeTurnsAreHeldBackButNeverReversed() {
    FaceObservation reference =
        observation(new Pose(30, Rotation.ofVector(0, 0, 0), new float[] {300, 300, 0}), person(3));
    Pose base = new Pose(20, Rotation.ofVector(0, 0, 0), new float[] {256, 256, 0});
    float previous = 0;
    for (int degrees = 5; degrees <= 90; degrees += 5) {
      Pose turned = new Pose(20, Rotation.ofVector(0, Math.toRadians(degrees), 0), new float[] {256, 256, 0});
      float[] rotation =
          aligner(reference, frame(0, base, person(4)), Retargeting.DEFAULT)
              .align(frame(1, turned, person(4))).pose().rotation();
      double[] turn = Rotation.toVector(Rotation.times(rotation, Rotation.transposed(reference.pose().rotation())));
      assertThat((float) turn[1]).isBetween(previous, (float) Math.toRadians(30) + 1e-5f);
      previous = (float) turn[1];
    }
    assertThat(Math.toDegrees(previous)).isGreaterThan(27);
  }

  private static MotionAligner aligner(FaceObservation reference, MotionFrame base, Retargeting controls) {
    return new MotionAligner(
        reference, TOPOLOGY, profile(base, reference), Alignment.RELATIVE, controls);
  }

  private static DriverProfile profile(MotionFrame only, FaceObservation reference) {
    return DriverProfile.of(List.of(only), DriverProfile.Base.FIRST, reference, TOPOLOGY, 512, 512);
  }

  private static void assertClose(float[] actual, float[] expected, float tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int k = 0; k < actual.length; k++) {
      assertThat(actual[k]).as("number %d", k).isCloseTo(expected[k], within(tolerance));
    }
  }
}
