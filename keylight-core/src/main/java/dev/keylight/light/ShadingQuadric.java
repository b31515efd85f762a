package dev.keylight.light;

/**
 * A light made ready to shade many normals: order-2 harmonics are a quadratic polynomial of the normal, ten numbers a
 * channel (Ramamoorthi and Hanrahan, "An efficient representation for irradiance environment maps", 2001). Equal to
 * {@link SphericalHarmonics#shade} up to rounding, for normals of any length. Immutable and thread safe.
 */
public final class ShadingQuadric {
  private static final int TERMS = 10;

  /** Per channel: 1, x, y, z, xy, xz, yz, xx, yy, zz. */
  private final float[] terms = new float[3 * TERMS];

  private ShadingQuadric(SphericalHarmonics light, float flip) {
    for (int channel = 0; channel < 3; channel++) {
      int t = TERMS * channel;
      float[] k = new float[SphericalHarmonics.BANDS];
      for (int band = 0; band < k.length; band++) {
        k[band] = light.get(band, channel) * SphericalHarmonics.constant(band);
      }
      terms[t] = k[0] - k[8];
      terms[t + 1] = k[1];
      terms[t + 2] = flip * k[2];
      terms[t + 3] = flip * k[3];
      terms[t + 4] = flip * k[4];
      terms[t + 5] = flip * k[5];
      terms[t + 6] = k[6];
      terms[t + 7] = k[7];
      terms[t + 8] = -k[7];
      terms[t + 9] = 3 * k[8];
    }
  }

  /** For normals in light axes. */
  public static ShadingQuadric of(SphericalHarmonics light) {
    return new ShadingQuadric(light, 1);
  }

  /** For normals in image axes (y down, z away from the camera), with the change of axes folded into the numbers. */
  public static ShadingQuadric ofImageNormals(SphericalHarmonics light) {
    return new ShadingQuadric(light, -1);
  }

  /** One channel at one normal. */
  public float shade(int channel, float x, float y, float z) {
    int t = TERMS * channel;
    return terms[t]
        + x * (terms[t + 1] + terms[t + 4] * y + terms[t + 5] * z + terms[t + 7] * x)
        + y * (terms[t + 2] + terms[t + 6] * z + terms[t + 8] * y)
        + z * (terms[t + 3] + terms[t + 9] * z);
  }

  /** Shades {@code count} normals, three consecutive floats each, into as many RGB triples, unclamped. */
  public void shade(float[] normals, float[] rgb, int count) {
    for (int i = 0; i < 3 * count; i += 3) {
      float x = normals[i];
      float y = normals[i + 1];
      float z = normals[i + 2];
      rgb[i] = shade(0, x, y, z);
      rgb[i + 1] = shade(1, x, y, z);
      rgb[i + 2] = shade(2, x, y, z);
    }
  }

  /** Shades the entries {@code from} to {@code to} of three planes of normals into one plane of one channel, unclamped. */
  public void shade(int channel, float[] nx, float[] ny, float[] nz, float[] into, int from, int to) {
    int t = TERMS * channel;
    float c = terms[t];
    float cx = terms[t + 1];
    float cy = terms[t + 2];
    float cz = terms[t + 3];
    float cxy = terms[t + 4];
    float cxz = terms[t + 5];
    float cyz = terms[t + 6];
    float cxx = terms[t + 7];
    float cyy = terms[t + 8];
    float czz = terms[t + 9];
    for (int i = from; i < to; i++) {
      float x = nx[i];
      float y = ny[i];
      float z = nz[i];
      into[i] = c + x * (cx + cxy * y + cxz * z + cxx * x) + y * (cy + cyz * z + cyy * y) + z * (cz + czz * z);
    }
  }
}
