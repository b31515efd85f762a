package dev.keylight.light;

import java.util.Arrays;

/**
 * How much each sample has the colour of the face's skin. The centre and spread of (log R/G, log B/G) are medians over the
 * brighter, trusted half; hair, beard, make-up and glasses lie outside and lose weight softly. Where it is too dark to
 * tell, nothing is taken away: shadow is what the fit looks for.
 */
final class SkinChroma {
  private static final float NARROWEST = .10f;
  private static final float DARK = .012f;
  private static final float REACH = 3;

  private final FaceSamples samples;
  private final float[] luminance;

  SkinChroma(FaceSamples samples, float[] luminance) {
    this.samples = samples;
    this.luminance = luminance;
  }

  float[] weights() {
    int count = samples.count;
    float[] sorted = Arrays.copyOf(luminance, count);
    Arrays.sort(sorted);
    float bright = sorted[count / 2];
    float[] u = new float[count];
    float[] v = new float[count];
    int n = 0;
    for (int i = 0; i < count; i++) {
      if (luminance[i] >= bright && samples.trust[i] > .5f) {
        u[n] = ratio(i, 0);
        v[n++] = ratio(i, 2);
      }
    }
    float[] weights = new float[count];
    Arrays.fill(weights, 1);
    if (n < 20) {
      return weights;
    }
    float[] centreU = centre(Arrays.copyOf(u, n));
    float[] centreV = centre(Arrays.copyOf(v, n));
    for (int i = 0; i < count; i++) {
      float du = (ratio(i, 0) - centreU[0]) / (REACH * centreU[1]);
      float dv = (ratio(i, 2) - centreV[0]) / (REACH * centreV[1]);
      float sure = Math.min(1, luminance[i] / DARK);
      weights[i] = 1 - sure * sure + sure * sure / (1 + du * du + dv * dv);
    }
    return weights;
  }

  private float ratio(int i, int channel) {
    return (float) Math.log((samples.rgb[3 * i + channel] + 1e-3f) / (samples.rgb[3 * i + 1] + 1e-3f));
  }

  /** Median and robust spread. */
  private static float[] centre(float[] values) {
    Arrays.sort(values);
    float median = values[values.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    Arrays.sort(values);
    return new float[] {median, Math.max(NARROWEST, 1.4826f * values[values.length / 2])};
  }
}
