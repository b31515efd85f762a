package dev.keylight.face;

/**
 * Smooths what stands still and follows what moves (Casiez, Roussel and Vogel 2012, "1 € filter"): an exponential
 * filter whose cut-off frequency rises with the speed of the signal. One instance per moving thing, over many coordinates.
 */
final class OneEuroFilter {
  private final double minCutoff;
  private final double beta;
  private final double speedCutoff;
  private float[] value;
  private float[] speed;

  /**
   * @param minCutoff cut-off frequency at rest in Hz
   * @param beta how much the cut-off rises per unit of speed, in Hz per (unit per second)
   * @param speedCutoff cut-off frequency of the speed's own estimate in Hz: a low one ignores noise but notices a start
   *     late
   */
  OneEuroFilter(double minCutoff, double beta, double speedCutoff) {
    this.minCutoff = minCutoff;
    this.beta = beta;
    this.speedCutoff = speedCutoff;
  }

  /**
   * The smoothed form of the next sample.
   *
   * @param seconds since the sample before; zero or less starts afresh
   * @param unit the length, in the samples' own units, in which speed is measured
   */
  float[] next(float[] sample, double seconds, float unit) {
    if (value == null || seconds <= 0) {
      value = sample.clone();
      speed = new float[sample.length];
      return sample.clone();
    }
    double speedShare = share(speedCutoff, seconds);
    for (int i = 0; i < sample.length; i++) {
      speed[i] += (float) (speedShare * ((sample[i] - value[i]) / seconds / unit - speed[i]));
      value[i] += (float) (share(minCutoff + beta * Math.abs(speed[i]), seconds) * (sample[i] - value[i]));
    }
    return value.clone();
  }

  /** The weight of the new sample in an exponential filter of that cut-off. */
  private static double share(double cutoff, double seconds) {
    double r = 2 * Math.PI * cutoff * seconds;
    return r / (r + 1);
  }
}
