package dev.keylight.lcvd.tiny;

import dev.keylight.face.FaceObservation;
import dev.keylight.face.FaceTopology;
import dev.keylight.light.PhotoLight;
import dev.keylight.light.SphericalHarmonics;
import dev.keylight.media.Frame;

/**
 * The light that is on the frames, beside the one asked for: read off every frame, as a difference that changes slowly, so that
 * the reading's own unrest is not made visible. Lights are compared at one brightness, because a picture's exposure is unknown.
 * For one render.
 */
final class PresentLight {
  /** What the newest frame counts; the mean reaches back some ten frames. */
  private static final float NEWEST = 0.1f;

  private final PhotoLight fit;
  private SphericalHarmonics difference;

  PresentLight(FaceTopology topology) {
    this.fit = new PhotoLight(topology);
  }

  /**
   * The light of the next frame.
   *
   * @param face in the frame's pixels
   * @param asked the light it should be in
   */
  SphericalHarmonics of(Frame frame, FaceObservation face, SphericalHarmonics asked) {
    SphericalHarmonics wanted = even(asked);
    PhotoLight.Estimate seen = fit.estimate(frame, face);
    if (seen.support() > 0) {
      SphericalHarmonics now = even(seen.light()).plus(wanted.scaled(-1));
      difference = difference == null ? now : difference.mix(now, NEWEST);
    }
    return difference == null ? wanted : wanted.plus(difference);
  }

  private static SphericalHarmonics even(SphericalHarmonics light) {
    return light.scaled(1 / Math.max(1e-4f, light.meanBrightness()));
  }
}
