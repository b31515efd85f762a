package dev.keylight.motion;

import dev.keylight.face.FaceTopology;
import dev.keylight.motion.Retargeting.Openings;
import dev.keylight.motion.Retargeting.Strength;

/**
 * Puts a driver's expression onto the reference, in canonical head space: the displacement from the driver's base face is
 * added, region by region; then eyes and lips are opened exactly as far as they should be, because displacements measured
 * on one face never make another face's lids and lips meet; then the irises are moved.
 */
final class ExpressionTransfer {
  /** What the tracker reports for a shut eye, as a share of the eye's width (0.00..0.03 over blinks of fifteen people). */
  private static final float SHUT_EYE = 0.02f;
  /** A driver's eye that is open less than this share of its usual opening is shut for good. */
  private static final float NEARLY_SHUT = 0.08f;

  private final float[] reference;
  private final boolean named;
  private final ExpressionRegions regions;
  private final Aperture rightEye;
  private final Aperture leftEye;
  private final Aperture mouth;
  private final GazeTransfer gaze;

  ExpressionTransfer(float[] reference, FaceTopology topology) {
    this.reference = reference;
    this.named = MeshLandmarks.describe(topology);
    this.regions = named ? new ExpressionRegions(topology.canonical()) : null;
    this.rightEye = named ? Aperture.rightEye(topology.canonical()) : null;
    this.leftEye = named ? Aperture.leftEye(topology.canonical()) : null;
    this.mouth = named ? Aperture.mouth(topology.canonical()) : null;
    this.gaze = named ? new GazeTransfer(reference) : null;
  }

  /**
   * The reference with the driver's expression.
   *
   * @param driver the driver's face now
   * @param base the driver's face that displacements are counted from
   * @param openEye the driver's usual opening of open eyes, see {@link DriverProfile}
   * @param relative whether gaze counts from the base too, or is the driver's own
   */
  float[] apply(float[] driver, float[] base, float openEye, boolean relative, Retargeting controls) {
    if (driver.length != reference.length) {
      throw new IllegalArgumentException(
          "driver and reference must share a mesh, got " + driver.length / 3 + " and " + reference.length / 3
              + " vertices");
    }
    float[] face = reference.clone();
    if (!named) {
      float strength = controls.strength().expression();
      for (int k = 0; k < face.length; k++) {
        face[k] += strength * (driver[k] - base[k]);
      }
      return face;
    }
    for (int v = 0; v < MeshLandmarks.MESH_VERTICES; v++) {
      float strength = regions.strength(v, controls.strength());
      for (int k = 3 * v; k < 3 * v + 3; k++) {
        face[k] += strength * (driver[k] - base[k]);
      }
    }
    float rightOpen = openEye(rightEye, face, driver, base, openEye, controls);
    float leftOpen = openEye(leftEye, face, driver, base, openEye, controls);
    openLips(face, driver, base, controls);
    gaze.apply(face, driver, relative ? base : reference, (rightOpen + leftOpen) / 2, controls);
    return face;
  }

  /** Opens one eye as far as the driver's, as a ratio to its usual opening; returns that ratio. */
  private float openEye(
      Aperture eye, float[] face, float[] driver, float[] base, float openEye, Retargeting controls) {
    Strength strength = controls.strength();
    float now = eye.opening(driver) / eye.width(driver) - SHUT_EYE;
    // A base frame caught in a blink would make every later frame stare.
    float usual = Math.max(eye.opening(base) / eye.width(base), 0.75f * openEye) - SHUT_EYE;
    float ratio = Math.max(0, now) / Math.max(usual, 0.02f);
    float shut = Math.max(0, (ratio - NEARLY_SHUT) / (1 - NEARLY_SHUT));
    float open = shut <= 1 ? shut : 1 + 0.4f * (float) Math.tanh((shut - 1) / 0.4f);
    float share = Math.min(1.5f, strength.expression() * strength.eyes());
    float factor = Math.max(0, 1 + share * (open - 1)) * controls.openings().eyes();
    float[] openings = eye.openings(reference);
    for (int k = 0; k < openings.length; k++) {
      openings[k] = openings[k] > 0 ? openings[k] * factor : openings[k];
    }
    // The upper lid does the work of a blink; the lower one rises a little to meet it.
    eye.open(face, openings, 0.8f);
    return factor;
  }

  private void openLips(float[] face, float[] driver, float[] base, Retargeting controls) {
    Strength strength = controls.strength();
    Openings openings = controls.openings();
    float share = strength.expression() * strength.mouth();
    float proportion = Math.max(0.8f, Math.min(1.25f, mouth.width(reference) / mouth.width(base)));
    float[] own = mouth.openings(reference);
    float[] now = mouth.openings(driver);
    float[] then = mouth.openings(base);
    float[] wanted = new float[own.length];
    for (int k = 0; k < wanted.length; k++) {
      float changed = own[k] + proportion * (now[k] - then[k]);
      float driven = now[k] + (proportion - 1) * Math.max(0, now[k] - own[k]);
      float target = openings.lipClosure() * driven + (1 - openings.lipClosure()) * changed;
      float opening = own[k] + share * (target - own[k]);
      // Trackers let closed lips overlap by a hair; more than the reference's own overlap would fold the mesh.
      wanted[k] = Math.max(Math.min(0, own[k]), opening * (opening > 0 ? openings.lips() : 1));
    }
    mouth.open(face, wanted, 0.3f);
  }
}
