package dev.keylight.face;

/** One person followed through a clip: where to look next, how to smooth, and how long it has not been seen. */
final class FaceTrack {
  final int id;
  private final MeshSmoothing smoothing;
  private RegionOfInterest region;
  private FaceObservation last;
  private double lastSeen;

  FaceTrack(int id, float smoothing) {
    this.id = id;
    this.smoothing = new MeshSmoothing(smoothing);
  }

  /** Where the next frame should be looked at. */
  RegionOfInterest region() {
    return region;
  }

  FaceObservation last() {
    return last;
  }

  /** The box of the last sight. */
  FaceBox box() {
    return FaceBox.of(last.vertices());
  }

  /** Takes a new sight of the face and returns what is to be told of it. */
  FaceObservation seen(AttentionMesh.Estimate estimate, double seconds) {
    region = RegionOfInterest.around(estimate.vertices());
    float[] vertices = smoothing.next(estimate.vertices(), seconds);
    Pose pose = CanonicalFace.shipped().pose(vertices);
    float[] canonical = new float[vertices.length];
    for (int i = 0; i < vertices.length; i += 3) {
      pose.toCanonical(vertices, i, canonical, i);
    }
    last = new FaceObservation(id, vertices, canonical, pose, estimate.presence(), false);
    lastSeen = seconds;
    return last;
  }

  /** The face as it was last seen, carried over a gap; less to be trusted the longer the gap. */
  FaceObservation bridged(double seconds, double limit) {
    float trust = (float) Math.max(0, 1 - (seconds - lastSeen) / limit);
    return new FaceObservation(
        id, last.vertices(), last.canonical(), last.pose(), last.confidence() * trust, true);
  }

  /** Starts the smoothing afresh, because the face was found again somewhere else. */
  void restart() {
    smoothing.reset();
  }

  double secondsUnseen(double seconds) {
    return seconds - lastSeen;
  }
}
