package dev.keylight.face;

/**
 * Smooths a mesh in time so that it rests when the face rests, and neither blinks nor lips come late: lids, irises and
 * lips get a far quicker filter than the bony rest.
 */
final class MeshSmoothing {
  /** Tuned on the speed of points in face widths per second, so that it holds for faces of every size. */
  private static final double MIN_CUTOFF = 3.0;

  private static final double BETA = 60;

  private final float amount;
  private OneEuroFilter filter;
  private double lastSeconds;

  /** @param amount 0 switches the smoothing off, 1 is the tuned one, larger is steadier */
  MeshSmoothing(float amount) {
    this.amount = amount;
    reset();
  }

  void reset() {
    filter = new OneEuroFilter(MIN_CUTOFF / Math.max(amount, 1e-3), BETA);
    lastSeconds = Double.NaN;
  }

  float[] next(float[] vertices, double seconds) {
    if (amount == 0) {
      return vertices;
    }
    double elapsed = Double.isNaN(lastSeconds) ? 0 : seconds - lastSeconds;
    lastSeconds = seconds;
    FaceBox box = FaceBox.of(vertices);
    float unit = Math.max(1, Math.max(box.width(), box.height()));
    return filter.next(vertices, elapsed, unit);
  }
}
