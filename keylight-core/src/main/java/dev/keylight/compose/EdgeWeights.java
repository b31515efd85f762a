package dev.keylight.compose;

/** Weights that are 1 inside a crop and fall to 0 towards every edge of it that is not also the picture's. */
final class EdgeWeights {
  private final float[] across;
  private final float[] down;

  /**
   * @param margin over which the weights fall, as a share of the crop's short side
   * @param dead how far from the edge they have reached 0 already, as such a share
   */
  EdgeWeights(FaceCrop crop, double margin, double dead) {
    double shortSide = Math.min(crop.regionWidth(), crop.regionHeight());
    this.across =
        weights(
            crop.regionWidth(), crop.x() > 0, crop.x() + crop.regionWidth() < crop.frameWidth(), shortSide, margin, dead);
    this.down =
        weights(
            crop.regionHeight(), crop.y() > 0, crop.y() + crop.regionHeight() < crop.frameHeight(), shortSide, margin,
            dead);
  }

  /** The column's share; a pixel's weight is the product of its column's and its row's. */
  float across(int x) {
    return across[x];
  }

  /** The row's share. */
  float down(int y) {
    return down[y];
  }

  private static float[] weights(
      int length, boolean openStart, boolean openEnd, double shortSide, double margin, double dead) {
    float[] weights = new float[length];
    for (int i = 0; i < length; i++) {
      double weight = 1;
      if (openStart) {
        weight *= smooth(((i + 0.5) / shortSide - dead) / margin);
      }
      if (openEnd) {
        weight *= smooth(((length - i - 0.5) / shortSide - dead) / margin);
      }
      weights[i] = (float) weight;
    }
    return weights;
  }

  private static double smooth(double x) {
    double t = Math.max(0, Math.min(1, x));
    return t * t * (3 - 2 * t);
  }
}
