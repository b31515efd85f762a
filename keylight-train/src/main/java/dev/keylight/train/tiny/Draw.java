package dev.keylight.train.tiny;

/** Draws by weight. */
final class Draw {
  private Draw() {}

  /** @param uniform 0..1 */
  static int index(double[] weights, double uniform) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    double left = uniform * sum;
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return weights.length - 1;
  }
}
