package dev.keylight.engine.warp;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Quiets what a portrait shows in its deep shadows before light lifts them: a camera's or a painter's noise there is as
 * strong as the picture, and its colour is chance. A guided filter of the picture by itself (He, Sun and Tang 2013) keeps
 * edges; lit places are not touched.
 */
final class ShadowNoise {
  /** Shading, where 1 is the face's mean, below which shadow begins, and at which it is deepest. */
  private static final float SHADE = 0.6f;

  private static final float DEEPEST = LightField.DARKEST_SOURCE;

  /** Variance of 8-bit levels below which change is noise. */
  private static final double NOISE_VARIANCE = 60;

  /** Share of the colour that is doubted where shadow is deepest. */
  private static final float COLOUR_DOUBT = 0.3f;

  private ShadowNoise() {}

  /**
   * @param picture interleaved 8-bit RGB
   * @param pixels the same picture's bytes, changed in place
   * @param shading what the picture will be divided by
   */
  static void quiet(Mat picture, byte[] pixels, GridRows shading) {
    int width = picture.cols();
    byte[] smooth = new byte[pixels.length];
    try (PointerScope scope = new PointerScope()) {
      Mat filtered = new Mat();
      int radius = Math.max(2, Math.max(width, picture.rows()) / 128);
      opencv_ximgproc.guidedFilter(picture, picture, filtered, radius, NOISE_VARIANCE);
      Pixels.bytes(filtered).get(smooth);
    }
    float[] quiet = new float[3];
    for (int y = 0; y < picture.rows(); y++) {
      float[] row = shading.row(y);
      for (int x = 0; x < width; x++) {
        float light = 0.2126f * row[3 * x] + 0.7152f * row[3 * x + 1] + 0.0722f * row[3 * x + 2];
        float share = HeadMesh.clamp((SHADE - light) / (SHADE - DEEPEST), 0, 1);
        if (share <= 0) {
          continue;
        }
        int i = 3 * (y * width + x);
        for (int c = 0; c < 3; c++) {
          int level = pixels[i + c] & 255;
          quiet[c] = level + share * ((smooth[i + c] & 255) - level);
        }
        float grey = 0.2126f * quiet[0] + 0.7152f * quiet[1] + 0.0722f * quiet[2];
        for (int c = 0; c < 3; c++) {
          pixels[i + c] = (byte) Math.round(quiet[c] + COLOUR_DOUBT * share * (grey - quiet[c]));
        }
      }
    }
  }
}
