package dev.keylight.engine.warp;

import dev.keylight.face.FaceLandmarks;
import dev.keylight.light.SphericalHarmonics;
import java.util.Arrays;

/**
 * The lamp mirrored in the eyes. The portrait's own reflections are dimmed once; in every frame a new one is set where a
 * cornea mirrors the light towards the camera, which is where its normal halves the angle between the two (a sphere of
 * about the iris' radius), if the lids leave that place open.
 */
final class Catchlights {
  // The right eye, then the left.
  private static final int[] IRIS = {FaceLandmarks.RIGHT_IRIS, FaceLandmarks.LEFT_IRIS};
  private static final int[] UPPER_LID = {FaceLandmarks.RIGHT_EYE_TOP, FaceLandmarks.LEFT_EYE_TOP};
  private static final int[] LOWER_LID = {FaceLandmarks.RIGHT_EYE_BOTTOM, FaceLandmarks.LEFT_EYE_BOTTOM};

  /** A reflection is this many times as bright as the middle of the iris' brightness. */
  private static final float REFLECTION = 2.2f;

  /** Radius of the cornea's sphere and of the reflection, in radii of the iris. */
  private static final float CORNEA = 1.05f;

  private static final float SIZE = 0.2f;
  private static final float BRIGHTNESS = 0.9f;

  /** Irises smaller than this, in pixels, show no reflection one could place. */
  private static final float SMALLEST = 2.5f;

  private Catchlights() {}

  /**
   * Dims what the eyes mirrored when the portrait was taken.
   *
   * @param layer interleaved albedo RGB and alpha, changed in place
   * @param face reference vertices with irises
   */
  static void remove(float[] layer, int width, int height, float[] face) {
    for (int eye = 0; eye < 2 && face.length >= 3 * FaceLandmarks.COUNT; eye++) {
      float radius = radius(face, eye);
      if (radius < SMALLEST) {
        continue;
      }
      float cx = face[3 * IRIS[eye]];
      float cy = face[3 * IRIS[eye] + 1];
      int reach = (int) Math.ceil(radius);
      float[] brightness = new float[(2 * reach + 1) * (2 * reach + 1)];
      int count = 0;
      for (int pass = 0; pass < 2; pass++) {
        float limit = pass == 0 ? 0 : REFLECTION * median(brightness, count);
        for (int y = Math.max(0, (int) cy - reach); y <= Math.min(height - 1, (int) cy + reach); y++) {
          for (int x = Math.max(0, (int) cx - reach); x <= Math.min(width - 1, (int) cx + reach); x++) {
            if (Math.hypot(x + 0.5f - cx, y + 0.5f - cy) > 0.85f * radius) {
              continue;
            }
            int i = 4 * (y * width + x);
            float bright = 0.3f * layer[i] + 0.6f * layer[i + 1] + 0.1f * layer[i + 2];
            if (pass == 0) {
              brightness[count++] = bright;
            } else if (bright > limit) {
              for (int c = 0; c < 3; c++) {
                layer[i + c] *= limit / bright;
              }
            }
          }
        }
      }
    }
  }

  private static float median(float[] values, int count) {
    float[] sorted = Arrays.copyOf(values, count);
    Arrays.sort(sorted);
    return count == 0 ? 0 : sorted[count / 2];
  }

  /**
   * Sets the lamp's reflection.
   *
   * @param layer the frame's albedo, changed in place
   * @param face the moved vertices with irises
   * @param light what falls on them, balanced
   */
  static void set(float[] layer, int width, int height, float[] face, SphericalHarmonics light) {
    float[] bands = light.luminance();
    float directed = (float) Math.sqrt(bands[1] * bands[1] + bands[2] * bands[2] + bands[3] * bands[3]);
    float strength = HeadMesh.smoothstep(0.1f, 0.7f, directed / Math.max(1e-4f, bands[0]));
    float[] towards = light.dominantDirection();
    float hz = towards[2] + 1;
    float length = (float) Math.sqrt(towards[0] * towards[0] + towards[1] * towards[1] + hz * hz);
    // From behind there is nothing to mirror.
    if (strength <= 0 || towards[2] < -0.2f || face.length < 3 * FaceLandmarks.COUNT) {
      return;
    }
    for (int eye = 0; eye < 2; eye++) {
      float radius = radius(face, eye);
      if (radius < SMALLEST) {
        continue;
      }
      float x = face[3 * IRIS[eye]] + CORNEA * radius * towards[0] / length;
      float y = face[3 * IRIS[eye] + 1] - CORNEA * radius * towards[1] / length;
      float top = face[3 * UPPER_LID[eye] + 1];
      float bottom = face[3 * LOWER_LID[eye] + 1];
      float spot = Math.max(0.8f, SIZE * radius);
      // An upper lid hides what stands under it; keep the spot inside what is open.
      float open = HeadMesh.smoothstep(0.5f * radius, 1.0f * radius, bottom - top);
      float low = Math.min(Math.max(y, top + 1.3f * spot), bottom - 1.3f * spot);
      paint(layer, width, height, x, low, spot, open * strength * BRIGHTNESS);
    }
  }

  private static void paint(float[] layer, int width, int height, float cx, float cy, float spot, float amount) {
    int reach = (int) Math.ceil(3 * spot);
    for (int y = Math.max(0, (int) cy - reach); y <= Math.min(height - 1, (int) cy + reach); y++) {
      for (int x = Math.max(0, (int) cx - reach); x <= Math.min(width - 1, (int) cx + reach); x++) {
        float dx = (x + 0.5f - cx) / spot;
        float dy = (y + 0.5f - cy) / spot;
        float add = amount * (float) Math.exp(-0.5f * (dx * dx + dy * dy) * (dx * dx + dy * dy));
        int i = 4 * (y * width + x);
        for (int c = 0; c < 3; c++) {
          layer[i + c] += add * layer[i + 3];
        }
      }
    }
  }

  /** Half the mean of the iris' width and height. */
  private static float radius(float[] face, int eye) {
    int centre = IRIS[eye];
    float sum = 0;
    for (int k = 1; k <= 4; k++) {
      sum +=
          (float)
              Math.hypot(
                  face[3 * (centre + k)] - face[3 * centre], face[3 * (centre + k) + 1] - face[3 * centre + 1]);
    }
    return sum / 4;
  }
}
