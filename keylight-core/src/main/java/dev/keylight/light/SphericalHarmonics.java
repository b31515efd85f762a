package dev.keylight.light;

/**
 * Light from everywhere as second-order real spherical harmonics, nine bands of linear RGB, in DECA's order and
 * constants (DECA {@code util.py add_SHlight}; spec §7.7), which already hold the cosine lobe:
 * {@code shading(n) = Σ_b coefficient[b] · c_b · Y_b(n)}.
 *
 * <p>Axes: x to the right of the image, y up, z towards the camera. Bands: 1, x, y, z, xy, xz, yz, x²−y², 3z²−1.
 *
 * @param coefficients 27 floats, band-major: {@code coefficients[3 * band + channel]}, channel 0 = red
 */
public record SphericalHarmonics(float[] coefficients) {
  public static final int BANDS = 9;

  public SphericalHarmonics {
    if (coefficients.length != 3 * BANDS) {
      throw new IllegalArgumentException("light has 9 × 3 coefficients, got " + coefficients.length);
    }
  }
}
