package dev.keylight.light;

/**
 * One lamp far away. At softness 0 it is a point and shades {@code intensity · max(0, n·d)}, to second order; softer, it
 * is an evenly bright disc with the same irradiance at normal incidence up to the same order, until at softness 1 it fills
 * a quarter of a turn to each side.
 *
 * @param azimuth degrees from the camera's axis, positive to the right of the picture, ±90 beside the head, 180 behind it
 * @param elevation degrees above the horizon, −90..90
 * @param intensity shading of a white surface that faces the lamp, not negative
 * @param color linear RGB of luminance about 1
 * @param softness 0 (point) to 1 (half the sky)
 */
public record Lamp(float azimuth, float elevation, float intensity, LightColor color, float softness) {
  /** A white lamp. */
  public static Lamp of(float azimuth, float elevation, float intensity, float softness) {
    return new Lamp(azimuth, elevation, intensity, LightColor.WHITE, softness);
  }

  /** Unit vector towards the lamp, in light axes. */
  public float[] direction() {
    double a = Math.toRadians(azimuth);
    double e = Math.toRadians(elevation);
    return new float[] {
      (float) (Math.sin(a) * Math.cos(e)), (float) Math.sin(e), (float) (Math.cos(a) * Math.cos(e))
    };
  }

  /** What the lamp alone shades, to second order. */
  public SphericalHarmonics harmonics() {
    double[] c = harmonics(direction(), softness);
    float[] rgb = new float[3 * SphericalHarmonics.BANDS];
    for (int band = 0; band < SphericalHarmonics.BANDS; band++) {
      rgb[3 * band] = (float) (intensity * color.red() * c[band]);
      rgb[3 * band + 1] = (float) (intensity * color.green() * c[band]);
      rgb[3 * band + 2] = (float) (intensity * color.blue() * c[band]);
    }
    return new SphericalHarmonics(rgb);
  }

  /** The lamp mirrored to the other side of the face. */
  public Lamp mirrored() {
    return new Lamp(-azimuth, elevation, intensity, color, softness);
  }

  /**
   * Coefficients of a lamp of intensity 1. Radiance {@code π·δ(d)} projects to {@code π·Y_b(d)}; DECA's constants hold the
   * cosine lobe A_l for degrees 1 and 2 (2π/3, π/4) but not A_0 = π, and shading is irradiance over π, so degree 0 keeps
   * its π and the others lose it. A disc of half angle α multiplies degree 1 by (1 + cos α)/2 and degree 2 by
   * cos α·(1 + cos α)/2.
   */
  static double[] harmonics(float[] d, float softness) {
    double cos = Math.cos(softness * Math.PI / 2);
    double first = (1 + cos) / 2;
    double second = cos * (1 + cos) / 2;
    double x = d[0];
    double y = d[1];
    double z = d[2];
    return new double[] {
      Math.PI * 0.28209479,
      first * 0.48860251 * x,
      first * 0.48860251 * y,
      first * 0.48860251 * z,
      second * 1.09254843 * x * y,
      second * 1.09254843 * x * z,
      second * 1.09254843 * y * z,
      second * 0.54627422 * (x * x - y * y),
      second * 0.31539157 * (3 * z * z - 1)
    };
  }
}
