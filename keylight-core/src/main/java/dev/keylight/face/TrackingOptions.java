package dev.keylight.face;

/**
 * How {@link MeshFaceModel} follows faces.
 *
 * @param maxFaces how many faces are followed at once; each costs one run of the mesh per frame
 * @param smoothing 0 gives the network's raw points, 1 the steadiness tuned for portraits, above 1 steadier and slower
 * @param bridgeSeconds how long a lost face is carried on as it was last seen
 * @param searchSeconds how often the detector looks for further faces while fewer than {@code maxFaces} are followed
 * @param independent whether every frame is a picture of its own: nothing is remembered from frame to frame
 */
public record TrackingOptions(
    int maxFaces, float smoothing, double bridgeSeconds, double searchSeconds, boolean independent) {
  public TrackingOptions {
    if (maxFaces < 1) {
      throw new IllegalArgumentException("at least one face must be followed, was " + maxFaces);
    }
    if (!(smoothing >= 0)) {
      throw new IllegalArgumentException("smoothing must not be negative, was " + smoothing);
    }
  }

  /** For clips: up to four faces, smoothed, gaps of half a second bridged. */
  public static TrackingOptions video() {
    return new TrackingOptions(4, 1, 0.5, 0.5, false);
  }

  /** For single pictures: nothing smoothed, nothing bridged. */
  public static TrackingOptions still() {
    return new TrackingOptions(4, 0, 0, 0, true);
  }

  public TrackingOptions withMaxFaces(int faces) {
    return new TrackingOptions(faces, smoothing, bridgeSeconds, searchSeconds, independent);
  }

  public TrackingOptions withSmoothing(float amount) {
    return new TrackingOptions(maxFaces, amount, bridgeSeconds, searchSeconds, independent);
  }
}
