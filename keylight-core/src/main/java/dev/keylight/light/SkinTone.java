package dev.keylight.light;

/**
 * Tells the colour of the skin from the colour of the light. A picture only shows their product; what separates them is
 * what is known about each: skins lie along the melanin line (darker is redder and less blue) with little spread across
 * it, lights lie along the black-body line, and cameras have mostly balanced them to white already. In the plane of
 * (log R/G, log B/G) both are taken as Gaussian and the light is the posterior mean. The white of the eye, where it can be
 * seen, is a third witness.
 */
final class SkinTone {
  private static final double[] SKIN = {.60, -.42};
  private static final double[] MELANIN = {.76, -.65};
  private static final double SKIN_ALONG = .18;
  private static final double SKIN_ACROSS = .09;

  private static final double[] LIGHT = {.02, -.03};
  private static final double[] BLACK_BODY = {.56, -.83};
  private static final double LIGHT_ALONG = .28;
  private static final double LIGHT_ACROSS = .07;

  /** The white of the eye is a little warm and reflects the lids. */
  private static final double[] SCLERA = {.07, -.06};

  private static final double SCLERA_SPREAD = .13;

  private SkinTone() {}

  /**
   * @param red mean linear skin colour seen
   * @param sclera (log R/G, log B/G) of the white of the eye, or null where none is seen
   * @return the skin's linear RGB albedo; the light is what was seen divided by it
   */
  static float[] albedo(double red, double green, double blue, double[] sclera) {
    double floor = 1e-4;
    double u = Math.log((red + floor) / (green + floor)) - SKIN[0];
    double v = Math.log((blue + floor) / (green + floor)) - SKIN[1];
    double[] skin = precision(MELANIN, SKIN_ALONG, SKIN_ACROSS);
    double[] light = precision(BLACK_BODY, LIGHT_ALONG, LIGHT_ACROSS);
    double a = skin[0] + light[0];
    double b = skin[1] + light[1];
    double d = skin[2] + light[2];
    double p = skin[0] * u + skin[1] * v + light[0] * LIGHT[0] + light[1] * LIGHT[1];
    double q = skin[1] * u + skin[2] * v + light[1] * LIGHT[0] + light[2] * LIGHT[1];
    if (sclera != null) {
      double k = 1 / (SCLERA_SPREAD * SCLERA_SPREAD);
      a += k;
      d += k;
      p += k * (sclera[0] - SCLERA[0]);
      q += k * (sclera[1] - SCLERA[1]);
    }
    double determinant = a * d - b * b;
    double skinU = u + SKIN[0] - (d * p - b * q) / determinant;
    double skinV = v + SKIN[1] - (a * q - b * p) / determinant;
    return withBrightness(skinU, skinV);
  }

  /** Darker skin is redder: reflectance falls from about .5 to .09 along the melanin line. */
  private static float[] withBrightness(double u, double v) {
    double along = (u - SKIN[0]) * MELANIN[0] + (v - SKIN[1]) * MELANIN[1];
    double luminance = Math.min(.55, Math.max(.09, .42 * Math.exp(-4.3 * (along + .14))));
    double r = Math.exp(u);
    double b = Math.exp(v);
    double scale = luminance / (.2126 * r + .7152 + .0722 * b);
    return new float[] {(float) (r * scale), (float) scale, (float) (b * scale)};
  }

  /** Inverse covariance xx, xy, yy of a Gaussian with the given spread along a unit direction and across it. */
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
