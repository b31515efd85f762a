package dev.keylight.light;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Light from a panorama: an equirectangular picture of linear radiance, projected onto the harmonics pixel by pixel, each
 * by its solid angle. The top row is straight up. The panorama's middle is what the camera would see behind the person,
 * so lamps in its right half light the right of the picture; turned by 180°, the middle is behind the camera.
 */
public final class EnvironmentMap {
  /** The largest half-precision number; brighter pixels and what is no number are faults of the file. */
  private static final float BRIGHTEST = 65504;

  private EnvironmentMap() {}

  /**
   * @param panorama 32-bit float linear RGB, twice as wide as high; stays open
   * @param turn degrees the panorama is turned to the right about the head
   */
  public static SphericalHarmonics harmonics(Mat panorama, double turn) {
    if (panorama.type() != opencv_core.CV_32FC3) {
      throw new IllegalArgumentException("a panorama is 32-bit float RGB, got OpenCV type " + panorama.type());
    }
    int width = panorama.cols();
    int height = panorama.rows();
    float[] row = new float[3 * width];
    Projection projection = new Projection(width, height);
    for (int y = 0; y < height; y++) {
      try (FloatPointer pointer = new FloatPointer(panorama.ptr(y))) {
        pointer.get(row, 0, row.length);
      }
      projection.add(y, row);
    }
    return projection.light().rotated(Turn.about(new float[] {0, 1, 0}, turn));
  }

  /** The same from plain numbers, row by row. */
  public static SphericalHarmonics harmonics(float[] rgb, int width, int height) {
    Projection projection = new Projection(width, height);
    float[] row = new float[3 * width];
    for (int y = 0; y < height; y++) {
      System.arraycopy(rgb, 3 * width * y, row, 0, row.length);
      projection.add(y, row);
    }
    return projection.light();
  }

  private static final class Projection {
    private final int width;
    private final int height;
    private final double[] sums = new double[3 * SphericalHarmonics.BANDS];
    private final float[] sine;
    private final float[] cosine;

    Projection(int width, int height) {
      this.width = width;
      this.height = height;
      sine = new float[width];
      cosine = new float[width];
      for (int i = 0; i < width; i++) {
        double phi = 2 * Math.PI * ((i + .5) / width - .5);
        sine[i] = (float) Math.sin(phi);
        cosine[i] = (float) -Math.cos(phi);
      }
    }

    void add(int y, float[] row) {
      double top = Math.PI * y / height;
      double bottom = Math.PI * (y + 1) / height;
      double solidAngle = 2 * Math.PI / width * (Math.cos(top) - Math.cos(bottom));
      double up = Math.cos((top + bottom) / 2);
      double radius = Math.sin((top + bottom) / 2);
      float[] bands = new float[SphericalHarmonics.BANDS];
      for (int i = 0; i < width; i++) {
        SphericalHarmonics.basis((float) (radius * sine[i]), (float) up, (float) (radius * cosine[i]), bands);
        for (int c = 0; c < 3; c++) {
          float value = row[3 * i + c];
          double flux = value > 0 ? Math.min(value, BRIGHTEST) * solidAngle : 0;
          for (int band = 0; band < bands.length; band++) {
            sums[3 * band + c] += flux * bands[band];
          }
        }
      }
    }

    /** From sums over {@code c_b·Y_b} back to the coefficients: the cosine lobe is divided out of c_b (see {@link Lamp}). */
    SphericalHarmonics light() {
      float[] coefficients = new float[sums.length];
      for (int i = 0; i < sums.length; i++) {
        int band = i / 3;
        double lobe = band == 0 ? 1 : band < 4 ? 2 * Math.PI / 3 : Math.PI / 4;
        coefficients[i] = (float) (sums[i] / lobe / (band == 0 ? 1 : Math.PI));
      }
      return new SphericalHarmonics(coefficients);
    }
  }
}
