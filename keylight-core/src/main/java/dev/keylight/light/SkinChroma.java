package dev.keylight.light;

import java.util.Arrays;

/**
 * The colour of a face's skin in the picture: medians of (log R/G, log B/G) over the brighter, trusted half, and how much
 * each sample has that colour. Hair, beard, make-up and glasses lie outside and lose weight softly. Where it is too dark
 * to tell, nothing is taken away: shadow is what the fit looks for.
 */
final class SkinChroma {
  private static final float NARROWEST = .10f;
  private static final float DARK = .012f;
  private static final float REACH = 3;
  private static final int FEWEST = 20;

  private final FaceSamples samples;
  private final float[] luminance;

  /** Medians and robust spreads of log R/G and log B/G. */
  private final float[] red;

  private final float[] blue;

  SkinChroma(FaceSamples samples, float[] luminance) {
    this.samples = samples;
    this.luminance = luminance;
    float[] sorted = Arrays.copyOf(luminance, samples.count);
    Arrays.sort(sorted);
    float bright = sorted[samples.count / 2];
    float[] u = new float[samples.count];
    float[] v = new float[samples.count];
    int n = 0;
    for (int i = 0; i < samples.count; i++) {
      if (luminance[i] >= bright && samples.trust[i] > .5f) {
        u[n] = ratio(i, 0);
        v[n++] = ratio(i, 2);
      }
    }
    boolean known = n >= FEWEST;
    red = known ? centre(Arrays.copyOf(u, n)) : new float[] {.6f, 1};
    blue = known ? centre(Arrays.copyOf(v, n)) : new float[] {-.42f, 1};
  }

  /** The larger spread of the two ratios. */
  double spread() {
    return Math.max(red[1], blue[1]);
  }

  float[] weights() {
    float[] weights = new float[samples.count];
    for (int i = 0; i < weights.length; i++) {
      float du = (ratio(i, 0) - red[0]) / (REACH * Math.max(NARROWEST, red[1]));
      float dv = (ratio(i, 2) - blue[0]) / (REACH * Math.max(NARROWEST, blue[1]));
      float sure = Math.min(1, luminance[i] / DARK);
      weights[i] = 1 - sure * sure + sure * sure / (1 + du * du + dv * dv);
    }
    return weights;
  }

  private float ratio(int i, int channel) {
    return (float) Math.log((samples.rgb[3 * i + channel] + 1e-3f) / (samples.rgb[3 * i + 1] + 1e-3f));
  }

  private static float[] centre(float[] values) {
    Arrays.sort(values);
    float median = values[values.length / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i] - median);
    }
    Arrays.sort(values);
    return new float[] {median, 1.4826f * values[values.length / 2]};
  }
}
