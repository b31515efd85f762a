package dev.keylight.light;

/**
 * Tells the colour of the skin from the colour of the light. A picture only shows their product; what separates them is
 * what is known about each: skins lie along the melanin line (darker is redder and less blue) with little spread across
 * it, lights lie along the black-body line, and cameras have mostly balanced them to white already. In the plane of
 * (log R/G, log B/G) both are taken as Gaussian and the light is the posterior mean, except that no skin lies outside the
 * skins there are: what is left over, under a tungsten lamp say, is the light's. The white of the eye, where it can be
 * told from skin, is a third witness. Pictures without colour have grey skin and white light.
 */
final class SkinTone {
  private static final double[] SKIN = {.60, -.42};
  private static final double[] MELANIN = {.76, -.65};
  private static final double SKIN_ALONG = .22;
  private static final double SKIN_ACROSS = .12;

  /** The palest and darkest skins, and the pinkest and most olive, from the middle. */
  private static final double REACH_ALONG = .32;

  private static final double REACH_ACROSS = .22;

  private static final double[] BLACK_BODY = {.56, -.83};
  private static final double LIGHT_ALONG = .18;
  private static final double LIGHT_ACROSS = .06;

  /** The white of the eye is a little warm and reflects the lids. */
  private static final double[] SCLERA = {.09, -.08};

  private static final double SCLERA_SPREAD = .14;

  /** How far the white of the eye is from skin where it is cleanly seen; nearer, it is mixed with lid. */
  private static final double CLEAN = .5;

  private SkinTone() {}

  /**
   * @param seen (log R/G, log B/G) of the skin in the picture
   * @param spread of the same over the skin's pixels; a monochrome picture has none
   * @param sclera the same of the white of the eye, or null where none is seen
   * @return the skin's linear RGB albedo; the light is what was seen divided by it
   */
  static float[] albedo(double[] seen, double spread, double[] sclera) {
    double u = seen[0] - SKIN[0];
    double v = seen[1] - SKIN[1];
    double[] skin = precision(MELANIN, SKIN_ALONG, SKIN_ACROSS);
    double[] light = precision(BLACK_BODY, LIGHT_ALONG, LIGHT_ACROSS);
    double a = skin[0] + light[0];
    double b = skin[1] + light[1];
    double d = skin[2] + light[2];
    double p = skin[0] * u + skin[1] * v;
    double q = skin[1] * u + skin[2] * v;
    if (sclera != null) {
      double clean = Math.min(1, Math.hypot(sclera[0] - seen[0], sclera[1] - seen[1]) / CLEAN);
      double k = clean * clean * clean * clean / (SCLERA_SPREAD * SCLERA_SPREAD);
      a += k;
      d += k;
      p += k * (sclera[0] - SCLERA[0]);
      q += k * (sclera[1] - SCLERA[1]);
    }
    double determinant = a * d - b * b;
    double skinU = u - (d * p - b * q) / determinant;
    double skinV = v - (a * q - b * p) / determinant;
    double along = clamp(skinU * MELANIN[0] + skinV * MELANIN[1], REACH_ALONG);
    double across = clamp(skinU * MELANIN[1] - skinV * MELANIN[0], REACH_ACROSS);
    double colourless = colourless(seen, spread);
    return withBrightness(
        along,
        (1 - colourless) * (SKIN[0] + along * MELANIN[0] + across * MELANIN[1]) + colourless * seen[0],
        (1 - colourless) * (SKIN[1] + along * MELANIN[1] - across * MELANIN[0]) + colourless * seen[1]);
  }

  /** 1 for a black-and-white picture, toned or not, 0 for one in colour, and between for what may be either. */
  private static double colourless(double[] seen, double spread) {
    double even = Math.max(0, Math.min(1, (.03 - spread) / .02));
    double grey = Math.max(0, Math.min(1, (.35 - Math.hypot(seen[0], seen[1])) / .15));
    return even * grey;
  }

  /** Darker skin is redder: reflectance falls from about .55 to .1 along the melanin line. */
  private static float[] withBrightness(double along, double u, double v) {
    double luminance = Math.min(.55, Math.max(.1, .34 * Math.exp(-3.4 * along)));
    double r = Math.exp(u);
    double b = Math.exp(v);
    double scale = luminance / (.2126 * r + .7152 + .0722 * b);
    return new float[] {(float) (r * scale), (float) scale, (float) (b * scale)};
  }

  private static double clamp(double value, double reach) {
    return Math.max(-reach, Math.min(reach, value));
  }

  /** Inverse covariance xx, xy, yy of a Gaussian with the given spread along a direction and across it. */
  private static double[] precision(double[] along, double spread, double across) {
    double s = 1 / (spread * spread);
    double t = 1 / (across * across);
    double norm = along[0] * along[0] + along[1] * along[1];
    double xx = along[0] * along[0] / norm;
    double xy = along[0] * along[1] / norm;
    double yy = along[1] * along[1] / norm;
    return new double[] {s * xx + t * yy, (s - t) * xy, s * yy + t * xx};
  }
}
