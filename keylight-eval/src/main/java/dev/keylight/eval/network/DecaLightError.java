package dev.keylight.eval.network;

import dev.keylight.eval.metric.Better;
import dev.keylight.eval.metric.Clip;
import dev.keylight.eval.metric.Metric;
import dev.keylight.eval.metric.MetricInfo;
import dev.keylight.eval.metric.MeanTally;
import dev.keylight.eval.metric.Moment;
import dev.keylight.eval.metric.Need;
import dev.keylight.eval.metric.Tally;
import dev.keylight.light.Lighting;
import dev.keylight.light.SphericalHarmonics;
import java.util.Set;

/**
 * LE as the paper measures it: how far DECA's 27 numbers for the result's face are from those of the light that was asked
 * for. Whether the paper scales them first is not stated: {@link #UNIT} scales both to length 1 (0 is the same light, 2 the
 * opposite), {@link #PLAIN} is their distance as they are, exposure included.
 */
final class DecaLightError implements Metric {
  static final String UNIT = "LE";
  static final String PLAIN = "LE-L2";

  private final DecaLight deca;
  private final boolean scaled;

  private DecaLightError(DecaLight deca, boolean scaled) {
    this.deca = deca;
    this.scaled = scaled;
  }

  /** 27 numbers at length 1, 0..2. Closes DECA. */
  static DecaLightError unit(DecaLight deca) {
    return new DecaLightError(deca, true);
  }

  /** 27 numbers as they are. Closes DECA. */
  static DecaLightError plain(DecaLight deca) {
    return new DecaLightError(deca, false);
  }

  @Override
  public MetricInfo info() {
    return new MetricInfo(
        scaled ? UNIT : PLAIN,
        scaled
            ? "distance of the face's light to the target's by DECA, 27 harmonics each scaled to length 1 (0 to 2)"
            : "distance of DECA's 27 harmonics as they are, exposure included",
        Better.LOWER, Set.of(Need.LIGHT), deca.weights());
  }

  @Override
  public Tally begin(Clip clip) {
    Lighting target = deca.target(clip.light());
    return new MeanTally(moment -> measure(moment, target));
  }

  private double measure(Moment moment, Lighting target) {
    SphericalHarmonics seen = moment.sampled() ? deca.of(moment.result()) : null;
    if (seen == null) {
      return Double.NaN;
    }
    SphericalHarmonics wanted = target.at(moment.result().frame().seconds());
    return scaled ? seen.distance(wanted) : plain(seen.coefficients(), wanted.coefficients());
  }

  private static double plain(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  @Override
  public void close() {
    deca.close();
  }
}
