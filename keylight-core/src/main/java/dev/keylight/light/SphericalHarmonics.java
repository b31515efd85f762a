package dev.keylight.light;

import java.util.Arrays;

/**
 * Light from everywhere as second-order real spherical harmonics, nine bands of linear RGB, in DECA's order and
 * constants (DECA {@code util.py add_SHlight}; spec §7.7), which already hold the cosine lobe:
 * {@code shading(n) = Σ_b coefficient[b] · c_b · Y_b(n)}.
 *
 * <p>Axes: x to the right of the image, y up, z towards the camera (see {@link LightAxes}). Bands: 1, x, y, z, xy, xz,
 * yz, x²−y², 3z²−1. A shading of 1 is what a white surface shows under a white sky of radiance 1.
 *
 * @param coefficients 27 floats, band-major: {@code coefficients[3 * band + channel]}, channel 0 = red
 */
public record SphericalHarmonics(float[] coefficients) {
  public static final int BANDS = 9;

  /** Rec. 709 luminance of linear RGB. */
  private static final float[] LUMINANCE = {0.2126f, 0.7152f, 0.0722f};

  /** Degree 1 with its cosine lobe: (2π/3)·√(3/4π). */
  static final float C1 = 1.02332671f;

  /** c_b of every band; degree 0 is plain 1/√4π, as DECA has it. */
  private static final float[] CONSTANTS = {
    0.28209479f, C1, C1, C1, 0.85808553f, 0.85808553f, 0.85808553f, 0.42904277f, 0.24770796f
  };

  public SphericalHarmonics {
    if (coefficients.length != 3 * BANDS) {
      throw new IllegalArgumentException("light has 9 × 3 coefficients, got " + coefficients.length);
    }
  }

  /** No light at all. */
  public static SphericalHarmonics dark() {
    return new SphericalHarmonics(new float[3 * BANDS]);
  }

  /** The same light from everywhere: every surface is shaded {@code (red, green, blue)}. */
  public static SphericalHarmonics ambient(float red, float green, float blue) {
    float[] c = new float[3 * BANDS];
    c[0] = red / CONSTANTS[0];
    c[1] = green / CONSTANTS[0];
    c[2] = blue / CONSTANTS[0];
    return new SphericalHarmonics(c);
  }

  /** The nine {@code c_b · Y_b(n)}, constants included, for a normal in light axes that need not have length 1. */
  public static void basis(float x, float y, float z, float[] bands) {
    bands[0] = CONSTANTS[0];
    bands[1] = CONSTANTS[1] * x;
    bands[2] = CONSTANTS[2] * y;
    bands[3] = CONSTANTS[3] * z;
    bands[4] = CONSTANTS[4] * x * y;
    bands[5] = CONSTANTS[5] * x * z;
    bands[6] = CONSTANTS[6] * y * z;
    bands[7] = CONSTANTS[7] * (x * x - y * y);
    bands[8] = CONSTANTS[8] * (3 * z * z - 1);
  }

  /** The constant c_b of a band. */
  public static float constant(int band) {
    return CONSTANTS[band];
  }

  public float get(int band, int channel) {
    return coefficients[3 * band + channel];
  }

  /**
   * Shades one normal, the formula written out. {@link ShadingQuadric} does the same for many.
   *
   * @param x right, in light axes
   * @param y up
   * @param z towards the camera
   * @param rgb gets the linear shading, unclamped
   */
  public void shade(float x, float y, float z, float[] rgb) {
    float[] bands = new float[BANDS];
    basis(x, y, z, bands);
    for (int channel = 0; channel < 3; channel++) {
      float sum = 0;
      for (int band = 0; band < BANDS; band++) {
        sum += coefficients[3 * band + channel] * bands[band];
      }
      rgb[channel] = sum;
    }
  }

  public SphericalHarmonics plus(SphericalHarmonics other) {
    float[] sum = coefficients.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other.coefficients[i];
    }
    return new SphericalHarmonics(sum);
  }

  public SphericalHarmonics scaled(float factor) {
    return tinted(factor, factor, factor);
  }

  /** Every channel multiplied by its own factor. */
  public SphericalHarmonics tinted(float red, float green, float blue) {
    float[] c = coefficients.clone();
    for (int i = 0; i < c.length; i += 3) {
      c[i] *= red;
      c[i + 1] *= green;
      c[i + 2] *= blue;
    }
    return new SphericalHarmonics(c);
  }

  /** This light at weight 0, the other at weight 1, straight lines between and beyond. */
  public SphericalHarmonics mix(SphericalHarmonics other, float weight) {
    return scaled(1 - weight).plus(other.scaled(weight));
  }

  /**
   * The light turned as a rigid whole, exactly: {@code rotated(R).shade(R·n) = shade(n)}.
   *
   * @param rotation 3 × 3, row major, in light axes (use {@link LightAxes#rotation} for one in image axes)
   */
  public SphericalHarmonics rotated(float[] rotation) {
    return HarmonicRotation.rotate(this, rotation);
  }

  /** The picture's mirror: what came from the right comes from the left. */
  public SphericalHarmonics mirrored() {
    float[] c = coefficients.clone();
    for (int band : new int[] {1, 4, 5}) {
      for (int channel = 0; channel < 3; channel++) {
        c[3 * band + channel] *= -1;
      }
    }
    return new SphericalHarmonics(c);
  }

  /** The nine coefficients of the light's Rec. 709 luminance. */
  public float[] luminance() {
    float[] y = new float[BANDS];
    for (int band = 0; band < BANDS; band++) {
      for (int channel = 0; channel < 3; channel++) {
        y[band] += LUMINANCE[channel] * coefficients[3 * band + channel];
      }
    }
    return y;
  }

  /** Where most light comes from: a unit vector in light axes, from the linear bands' luminance; ahead if there is none. */
  public float[] dominantDirection() {
    float[] y = luminance();
    float length = (float) Math.sqrt(y[1] * y[1] + y[2] * y[2] + y[3] * y[3]);
    return length < 1e-9f ? new float[] {0, 0, 1} : new float[] {y[1] / length, y[2] / length, y[3] / length};
  }

  /**
   * Mean linear shading, per channel, of the half of a sphere that the camera sees, every pixel counting the same. Over
   * that disc the mean of z is 2/3, of 3z²−1 one half, and of the other bands zero.
   */
  public float[] meanShading() {
    float[] mean = new float[3];
    for (int channel = 0; channel < 3; channel++) {
      mean[channel] =
          CONSTANTS[0] * get(0, channel) + CONSTANTS[3] * get(3, channel) * 2 / 3 + CONSTANTS[8] * get(8, channel) / 2;
    }
    return mean;
  }

  /** Luminance of {@link #meanShading()}. */
  public float meanBrightness() {
    float[] mean = meanShading();
    return LUMINANCE[0] * mean[0] + LUMINANCE[1] * mean[1] + LUMINANCE[2] * mean[2];
  }

  /** All 27 coefficients scaled to length 1, so that lights of different exposure compare; all zero if dark. */
  public float[] unitVector() {
    double squares = 0;
    for (float c : coefficients) {
      squares += (double) c * c;
    }
    float[] unit = coefficients.clone();
    for (int i = 0; squares > 0 && i < unit.length; i++) {
      unit[i] /= (float) Math.sqrt(squares);
    }
    return unit;
  }

  /** Lighting error: the distance between the two lights' unit vectors, 0 for the same light at any exposure, at most 2. */
  public float distance(SphericalHarmonics other) {
    float[] a = unitVector();
    float[] b = other.unitVector();
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      squares += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return (float) Math.sqrt(squares);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SphericalHarmonics light && Arrays.equals(coefficients, light.coefficients);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(coefficients);
  }

  @Override
  public String toString() {
    return "SphericalHarmonics" + Arrays.toString(coefficients);
  }
}
